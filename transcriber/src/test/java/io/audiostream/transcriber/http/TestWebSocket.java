package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A client of a WebSocket whose messages are JSON objects. Not thread-safe. */
final class TestWebSocket implements AutoCloseable {

    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    private TestWebSocket(TestHttpServer server, String path, Consumer<WebSocket.Builder> settings) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        settings.accept(builder);
        URI uri = URI.create(server.uri(path).toString().replaceFirst("http", "ws"));
        socket = builder.buildAsync(uri, new Receiver()).join();
    }

    /**
     * Opens a WebSocket.
     *
     * @param headers names and values of headers, in turn
     * @throws java.util.concurrent.CompletionException if the server refuses it
     */
    static TestWebSocket open(TestHttpServer server, String path, String... headers) {
        return new TestWebSocket(server, path, builder -> {
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
        });
    }

    /** Opens a WebSocket, and offers subprotocols. */
    static TestWebSocket offering(TestHttpServer server, String path, String... subprotocols) {
        String[] others = Arrays.copyOfRange(subprotocols, 1, subprotocols.length);
        return new TestWebSocket(server, path, builder -> builder.subprotocols(subprotocols[0], others));
    }

    /** Returns the subprotocol that the server has selected; empty if it has selected none. */
    String subprotocol() {
        return socket.getSubprotocol();
    }

    TestWebSocket send(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    TestWebSocket sendBinary(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        return this;
    }

    /** Waits for the next event. */
    JsonObject next() {
        try {
            JsonObject event = events.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("there was no event in " + TIMEOUT);
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for an event of a type, and returns all events up to it. */
    List<JsonObject> until(String type) {
        List<JsonObject> found = new ArrayList<>();
        do {
            found.add(next());
        } while (!type(found.getLast()).equals(type) && !type(found.getLast()).equals("closed"));
        return found;
    }

    /** Waits until the WebSocket is closed, and returns the messages before. */
    List<JsonObject> untilClosed() {
        List<JsonObject> found = new ArrayList<>();
        for (JsonObject event = next(); !isClosed(event); event = next()) {
            found.add(event);
        }
        return found;
    }

    /** Waits for a message, and fails if the WebSocket is closed before. */
    JsonObject untilMatch(Predicate<JsonObject> condition) {
        JsonObject event = next();
        while (!condition.test(event)) {
            if (isClosed(event)) {
                throw new AssertionError("the WebSocket was closed: " + event);
            }
            event = next();
        }
        return event;
    }

    private static boolean isClosed(JsonObject event) {
        return event.has("type") && type(event).equals("closed");
    }

    static String type(JsonObject event) {
        return event.get("type").getAsString();
    }

    /** Waits until the server closes the WebSocket, and returns the code. */
    int awaitClose() {
        return closeCode.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Breaks the connection. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    /** Returns an event for the end of the connection, so that a test does not wait for further events. */
    private static JsonObject closed(String reason) {
        var event = new JsonObject();
        event.addProperty("type", "closed");
        event.addProperty("reason", reason);
        return event;
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add(JsonParser.parseString(text.toString()).getAsJsonObject());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closeCode.complete(statusCode);
            events.add(closed(statusCode + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closeCode.completeExceptionally(error);
            events.add(closed(String.valueOf(error)));
        }
    }
}
