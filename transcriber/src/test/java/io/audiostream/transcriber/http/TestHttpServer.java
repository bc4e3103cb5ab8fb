package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.SessionDefaults;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StepExecutor;
import io.audiostream.transcriber.session.TestAudio;
import io.audiostream.transcriber.session.TestTimeouts;
import io.audiostream.transcriber.session.UnaryTimeout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP servers on free ports with the deterministic fake engine, and a client. */
final class TestHttpServer implements AutoCloseable {

    static final int MAX_BYTES = 3 << 20;

    final FakeEngine engine = new FakeEngine();
    final SlotPool slots;
    final Sessions sessions;

    /** Makes the detectors of sessions. */
    volatile Supplier<SpeechDetector> detectors = TestAudio::everySound;

    /** Decode compressed audio. */
    volatile Transcoder.Factory transcoders = Transcoder.Factory.NONE;

    /** What Envoy has accepted. */
    volatile @Nullable EnvoyConfigState envoy;

    private final HttpServer server;
    private final HttpServer monitoring;
    private final HttpClient client = HttpClient.newHttpClient();
    private final StepExecutor steps = new StepExecutor(Runtime.getRuntime().availableProcessors());
    private final ScheduledExecutorService timer;
    final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);

    /** A server whose time limits do not expire. */
    TestHttpServer() {
        this(NEVER);
    }

    TestHttpServer(Duration unaryTimeout) {
        this(unaryTimeout, MemoryBudget.ofHeap(), Executors.newSingleThreadScheduledExecutor(), 1);
    }

    TestHttpServer(Duration unaryTimeout, MemoryBudget memory, ScheduledExecutorService timer, int slotCount) {
        slots = new SlotPool(slotCount);
        this.timer = timer;
        sessions = new Sessions(
                new SessionDefaults("auto", true, EndpointingConfig.DEFAULT),
                slots,
                memory,
                () -> detectors.get(),
                (format, onProgress) -> transcoders.start(format, onProgress),
                steps,
                SessionObserver.Factory.NOOP,
                System::nanoTime);
        server = HttpServer.api(
                new HttpServerConfig("127.0.0.1", 0, MAX_BYTES),
                sessions,
                new ReceiveRate(timer),
                new UnaryTimeout(timer, unaryTimeout),
                TestTimeouts.unlimitedStreams(timer),
                TIMEOUT);
        monitoring = HttpServer.monitoring(
                new HttpServerConfig("0.0.0.0", 0, HttpServerConfig.SMALL_REQUEST),
                sessions,
                server,
                () -> "a_metric 1\n",
                () -> envoy);
        try {
            server.start();
            monitoring.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestHttpServer modelLoaded() {
        sessions.ready(engine.model(), scheduler);
        return this;
    }

    /** Returns the error of a response. */
    static JsonObject error(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("error");
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    /** Sends a request to an address of this machine, {@code 127.0.0.1} or {@code [::1]}. */
    HttpResponse<String> getFrom(String address, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://" + address + ":" + monitoring.port() + path))
                .build());
    }

    /** Posts a form, without a file if {@code audio} is null. */
    HttpResponse<String> transcribe(byte[] audio, Map<String, String> fields) {
        return send(form(audio, fields).build());
    }

    /** Posts a form to the path of translations. */
    HttpResponse<String> translate(byte[] audio, Map<String, String> fields) {
        return send(form(audio, fields).uri(uri("/v1/audio/translations")).build());
    }

    CompletableFuture<HttpResponse<String>> transcribeLater(byte[] audio) {
        return client.sendAsync(form(audio, Map.of()).build(), BodyHandlers.ofString());
    }

    /** Posts a form with a file of a name and a content type. */
    HttpResponse<String> upload(String filename, String contentType, byte[] audio) {
        var body = new ByteArrayOutputStream();
        writeFile(body, filename, contentType, audio);
        return post("multipart/form-data; boundary=XYZ", BodyPublishers.ofByteArray(body.toByteArray()));
    }

    private static void writeFile(ByteArrayOutputStream body, String filename, String contentType, byte[] audio) {
        body.writeBytes(ascii("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: " + contentType + "\r\n\r\n"));
        body.writeBytes(audio);
        body.writeBytes(ascii("\r\n--XYZ--\r\n"));
    }

    /** Posts a body to the path of transcriptions. */
    HttpResponse<String> post(String contentType, HttpRequest.BodyPublisher body) {
        return send(HttpRequest.newBuilder(uri("/v1/audio/transcriptions"))
                .header("Content-Type", contentType)
                .POST(body)
                .build());
    }

    /** Sets the time after which Jetty reports a new connection as idle. */
    void idleTimeout(Duration timeout) {
        server.idleTimeout(timeout);
    }

    /** Stops the server as at the end of the process. */
    void stopServer() {
        server.stop();
    }

    HttpRequest.Builder form(byte[] audio, Map<String, String> fields) {
        var body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ascii("--XYZ\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")));
        if (audio != null) {
            body.writeBytes(ascii("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                    + "Content-Type: audio/wav\r\n\r\n"));
            body.writeBytes(audio);
            body.writeBytes(ascii("\r\n"));
        }
        body.writeBytes(ascii("--XYZ--\r\n"));
        return HttpRequest.newBuilder(uri("/v1/audio/transcriptions"))
                .header("Content-Type", "multipart/form-data; boundary=XYZ")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Requests a path from the port of probes and metrics. */
    HttpResponse<String> getMonitoring(String path) {
        return send(HttpRequest.newBuilder(monitoringUri(path)).build());
    }

    URI monitoringUri(String path) {
        return URI.create("http://127.0.0.1:" + monitoring.port() + path);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        engine.gate().open();
        client.close();
        server.stop();
        monitoring.stop();
        scheduler.close();
        timer.shutdownNow();
        steps.close();
    }
}
