package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches loads over HTTP, from {@code /statusz} at the pod's address. */
public final class HttpPodLoadClient implements PodLoadClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Limits the memory that a response can take; a status has a few hundred bytes. */
    private static final long MAX_BYTES = 16 << 10;

    private final int port;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param port TCP port of the pods' HTTP server
     * @param timeout limit of the whole request, response body included
     */
    HttpPodLoadClient(int port, Duration timeout) {
        this.port = port;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * A client that sends requests to the pods' own addresses and gives up after 2 s.
     *
     * @param port TCP port of the pods' HTTP server
     */
    public static HttpPodLoadClient atPort(int port) {
        return new HttpPodLoadClient(port, TIMEOUT);
    }

    @Override
    public PodLoad fetch(Pod pod) throws IOException, InterruptedException {
        var uri = uri(pod);
        var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        var response = await(client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES)), uri);
        if (response.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("GET " + uri + " returned HTTP " + response.statusCode());
        }
        return parse(uri, response.body());
    }

    private URI uri(Pod pod) {
        var ip = pod.getStatus().getPodIP();
        return URI.create("http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port + "/statusz");
    }

    /** Applies the timeout to the body too. The timeout of the HTTP client ends with the response's headers. */
    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> response, URI uri)
            throws IOException, InterruptedException {
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("GET " + uri + " timed out after " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("GET " + uri + " failed: " + e.getCause(), e);
        } finally {
            response.cancel(true);
        }
    }

    private static PodLoad parse(URI uri, String body) throws IOException {
        PodLoad load;
        try {
            load = Serialization.unmarshal(body, PodLoad.class);
        } catch (RuntimeException e) { // also an IllegalArgumentException of PodLoad, wrapped by the parser
            throw new IOException("GET " + uri + " did not return a pod's status: " + rootMessage(e), e);
        }
        if (load == null) {
            throw new IOException("GET " + uri + " did not return a pod's status: the body has no JSON object");
        }
        return load;
    }

    /** The first line of the innermost exception's message. */
    private static String rootMessage(Throwable failure) {
        var cause = failure.getCause();
        return cause == null
                ? String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
                : rootMessage(cause);
    }
}
