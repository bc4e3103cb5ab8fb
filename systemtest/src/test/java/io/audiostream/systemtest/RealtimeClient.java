package io.audiostream.systemtest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The Realtime clients in OpenAI's packages, unchanged. Each transcribes one recording and prints its events. */
enum RealtimeClient {
    PYTHON,
    JAVASCRIPT,
    /** The client for browsers, which sends its key as a subprotocol. Node runs it. */
    BROWSER;

    private static final Path SCRIPTS = TestPaths.ROOT.resolve("systemtest/src/test/resources/openai");

    /**
     * Starts the client.
     *
     * @param settings adds to the argument of the script, which lists its fields
     */
    RunningProgram start(String baseAddress, Path audio, JsonObject session, Consumer<JsonObject> settings) {
        var argument = new JsonObject();
        argument.addProperty("base", baseAddress);
        argument.addProperty("audio", audio.toString());
        argument.add("session", session);
        settings.accept(argument);
        return switch (this) {
            case PYTHON ->
                RunningProgram.start(
                        TestPaths.openAiClients().resolve("venv/bin/python"), SCRIPTS.resolve("realtime.py"), argument);
            case JAVASCRIPT, BROWSER -> {
                argument.addProperty("browser", this == BROWSER);
                yield RunningProgram.start(
                        Path.of("node"), SCRIPTS.resolve("realtime.mjs"), TestPaths.openAiClients(), argument);
            }
        };
    }

    /** Returns the events that a client has printed. */
    static List<JsonObject> events(RunningProgram client) {
        return client.stdout()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    /** Returns the events of a type. */
    static List<JsonObject> events(RunningProgram client, String type) {
        return events(client).stream()
                .filter(event -> event.get("type").getAsString().equals(type))
                .toList();
    }
}
