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
import java.util.function.Function;

/** Asks over HTTP, at {@code /statusz} of the pod's own port. */
public final class HttpPodLoadClient implements PodLoadClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Many times what a pod answers. */
    private static final long MAX_BYTES = 16 << 10;

    private final Function<Pod, URI> base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();

    /** @param base where a pod's HTTP port is: a URI without a path */
    public HttpPodLoadClient(Function<Pod, URI> base) {
        this.base = base;
    }

    /**
     * A probe that goes to the pods' own addresses.
     *
     * @param port TCP port
     */
    public static HttpPodLoadClient atPort(int port) {
        return new HttpPodLoadClient(pod -> {
            var ip = pod.getStatus().getPodIP();
            return URI.create("http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port);
        });
    }

    @Override
    public PodLoad ask(Pod pod) throws IOException, InterruptedException {
        var uri = base.apply(pod).resolve("/statusz");
        var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        var answer = inTime(client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES)), uri);
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("GET " + uri + " was answered with status " + answer.statusCode());
        }
        return read(uri, answer.body());
    }

    /**
     * The client's own limit ends with the answer's first line; one that stalls after it would be waited for forever.
     */
    private static HttpResponse<String> inTime(CompletableFuture<HttpResponse<String>> answer, URI uri)
            throws IOException, InterruptedException {
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("GET " + uri + " was not answered within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("GET " + uri + " failed: " + e.getCause(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static PodLoad read(URI uri, String body) throws IOException {
        PodLoad reading;
        try {
            reading = Serialization.unmarshal(body, PodLoad.class);
        } catch (RuntimeException e) {
            throw new IOException("GET " + uri + " was answered with no JSON object of a pod's status", e);
        }
        if (reading == null || reading.slots() < 1 || reading.streams() < 0) {
            throw new IOException("GET " + uri + " was answered with numbers that can't be: " + reading);
        }
        return reading;
    }
}
