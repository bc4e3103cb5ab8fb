package io.audiostream.systemtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection to a page of Chromium, by its DevTools protocol. Thread-safe. */
final class DevTools implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextId = new AtomicInteger();
    private final WebSocket socket;

    private DevTools(URI list) {
        socket = client.newWebSocketBuilder()
                .buildAsync(page(list), new Receiver())
                .join();
    }

    /** @param list address of the list of pages, of which there is one */
    static DevTools connect(URI list) {
        return new DevTools(list);
    }

    private URI page(URI list) {
        try {
            String body = client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                    .body();
            JsonArray targets = JsonParser.parseString(body).getAsJsonArray();
            for (JsonElement target : targets) {
                if (target.getAsJsonObject().get("type").getAsString().equals("page")) {
                    return URI.create(
                            target.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
                }
            }
            throw new AssertionError("the browser has no page: " + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonObject call(String method) {
        return call(method, new JsonObject());
    }

    JsonObject call(String method, String name, String value) {
        var parameters = new JsonObject();
        parameters.addProperty(name, value);
        return call(method, parameters);
    }

    /** Calls a method and returns its result. */
    JsonObject call(String method, JsonObject parameters) {
        int id = nextId.incrementAndGet();
        var answer = new CompletableFuture<JsonObject>();
        pending.put(id, answer);
        var message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", parameters);
        synchronized (this) {
            socket.sendText(message.toString(), true).join();
        }
        JsonObject received =
                answer.orTimeout(Timeouts.EVENT.toSeconds(), TimeUnit.SECONDS).join();
        if (received.has("error")) {
            throw new AssertionError(method + " failed: " + received.get("error"));
        }
        return received.getAsJsonObject("result");
    }

    /** Returns the events of some methods so far. */
    List<String> events(String... methods) {
        List<String> wanted = Arrays.asList(methods);
        return events.stream()
                .filter(event -> wanted.contains(event.get("method").getAsString()))
                .map(JsonObject::toString)
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                receive(JsonParser.parseString(text.toString()).getAsJsonObject());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void receive(JsonObject message) {
            if (message.has("id")) {
                CompletableFuture<JsonObject> answer =
                        pending.remove(message.get("id").getAsInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } else {
                events.add(message);
            }
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            pending.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
