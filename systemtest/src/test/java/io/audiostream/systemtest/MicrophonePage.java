package io.audiostream.systemtest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A web page with a script that reads the microphone, in a real browser. Its microphone plays a recording. */
final class MicrophonePage implements AutoCloseable {

    /** The page posts its text whenever that changes, and a failure of its script. */
    private static final String HTML = """
            <!doctype html>
            <meta charset="utf-8">
            <script type="module">
            const report = (text) => fetch("/text", { method: "POST", body: text });
            new MutationObserver(() => report(document.body.textContent)).observe(document.body, { childList: true });
            try {
            %s
            } catch (failure) {
              report(`failed: ${failure}`);
            }
            </script>
            <body></body>
            """;

    private final HttpServer server;
    private volatile String script = "";
    private volatile String text = "";

    MicrophonePage() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/", exchange -> respond(exchange, HTML.formatted(script).getBytes(StandardCharsets.UTF_8)));
        server.createContext("/text", exchange -> {
            text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            respond(exchange, new byte[0]);
        });
        server.start();
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /**
     * Opens the page in a browser.
     *
     * @param module JavaScript of a module, which adds text to the body of the page
     * @param recording WAV file that the microphone plays again and again
     * @param folder folder for the files of the browser
     */
    RunningProgram open(String module, Path recording, Path folder) {
        script = module;
        return RunningProgram.start(
                TestPaths.browser(),
                "--headless",
                // The sandbox needs rights that root in a container lacks. The page comes from this test.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--use-file-for-fake-audio-capture=" + recording,
                "--user-data-dir=" + folder.resolve("profile"),
                origin() + "/");
    }

    /** Waits until the page has this text. */
    void awaitText(Predicate<String> expected) {
        Awaitility.await("the text of the page")
                .atMost(Timeouts.EVENT)
                .failFast("the script failed", () -> text.startsWith("failed: "))
                .until(() -> text, expected);
    }

    private static void respond(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
