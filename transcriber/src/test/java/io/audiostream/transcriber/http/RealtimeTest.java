package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.audiostream.transcriber.scheduling.SlotPool;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Realtime protocol, with the fake engine. */
class RealtimeTest {

    private static final String PATH = "/v1/realtime?intent=transcription";
    private static final int RATE = 24_000;
    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

    private final TestHttpServer server = new TestHttpServer().modelLoaded();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void endsItemsInPauses() {
        try (TestWebSocket client = open()) {
            // when
            client.send(append(sound(2, 30))).send(append(sound(2, 0))).send(append(sound(1.2, 60)));
            List<JsonObject> first = client.until(TRANSCRIPTION + "completed");
            List<JsonObject> second = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(transcript(first)).isEqualTo("w30 w30 w30 w30");
            assertThat(transcript(second)).isEqualTo("w60 w60");
            assertThat(types(first))
                    .contains(
                            "input_audio_buffer.speech_started",
                            "input_audio_buffer.speech_stopped",
                            "input_audio_buffer.committed",
                            "conversation.item.added",
                            "conversation.item.done");
            assertThat(event(second, "input_audio_buffer.committed")
                            .get("previous_item_id")
                            .getAsString())
                    .isEqualTo(event(first, "input_audio_buffer.committed")
                            .get("item_id")
                            .getAsString());
            assertThat(event(second, "input_audio_buffer.speech_started")
                            .get("audio_start_ms")
                            .getAsLong())
                    .isBetween(3_500L, 4_000L);
        }
    }

    /** An agent stops to speak as soon as its user begins. */
    @Test
    void reportsSpeechBeforeItsText() {
        try (TestWebSocket client = open()) {
            // given
            server.engine.gate().close();

            // when
            client.send(append(sound(1, 30))).send(append(sound(2, 0))).send(append(sound(1.2, 40)));
            List<JsonObject> early = client.until("input_audio_buffer.speech_stopped");
            early.addAll(client.until("input_audio_buffer.speech_started"));
            server.engine.gate().open();
            List<JsonObject> first = client.until(TRANSCRIPTION + "completed");
            List<JsonObject> second = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(types(early)).doesNotContain("input_audio_buffer.committed");
            assertThat(event(early, "input_audio_buffer.speech_started").get("item_id"))
                    .isEqualTo(first.getLast().get("item_id"));
            assertThat(early.getLast().get("item_id"))
                    .isEqualTo(second.getLast().get("item_id"));
            assertThat(transcript(first)).isEqualTo("w30 w30");
            assertThat(transcript(second)).isEqualTo("w40 w40");
        }
    }

    /** A segment over the maximum length is an item, and the rest of the speech another one. */
    @Test
    void makesItemsOfLongSpeech() {
        try (TestWebSocket client = open()) {
            // when
            for (int i = 0; i < 60; i++) {
                client.send(append(sound(0.5, 10 + i)));
            }
            client.send(append(sound(2, 0)));
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");
            List<JsonObject> rest = client.until(TRANSCRIPTION + "completed");

            // then
            for (List<JsonObject> item : List.of(events, rest)) {
                JsonObject id = item.getLast();
                assertThat(event(item, "input_audio_buffer.speech_started").get("item_id"))
                        .isEqualTo(id.get("item_id"));
                assertThat(event(item, "input_audio_buffer.speech_stopped").get("item_id"))
                        .isEqualTo(id.get("item_id"));
            }
            assertThat(transcript(rest)).endsWith("w69");
        }
    }

    @Test
    void sendsDeltasThatMakeUpTheTranscript() {
        try (TestWebSocket client = open()) {
            // when
            for (int i = 0; i < 40; i++) {
                client.send(append(sound(0.25, 30)));
            }
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(deltas(events)).isEqualTo(transcript(events)).hasSizeGreaterThan(40);
        }
    }

    @Test
    void makesItemOfEachCommit() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"audio\": {\"input\": {\"turn_detection\": null}}}"));
            assertThat(TestWebSocket.type(client.next())).isEqualTo("session.updated");

            // when
            client.send(append(sound(1, 30))).send(append(sound(3, 0))).send(append(sound(1, 40)));
            client.send("{\"type\": \"input_audio_buffer.commit\"}");
            client.send(append(sound(1, 50))).send("{\"type\": \"input_audio_buffer.commit\"}");
            List<JsonObject> first = client.until(TRANSCRIPTION + "completed");
            List<JsonObject> second = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(transcript(first)).startsWith("w30").endsWith("w40");
            assertThat(deltas(first)).isEqualTo(transcript(first));
            assertThat(transcript(second)).isEqualTo("w50 w50");
            assertThat(event(first, TRANSCRIPTION + "completed")
                            .getAsJsonObject("usage")
                            .get("seconds")
                            .getAsDouble())
                    .isEqualTo(5);
        }
    }

    /** The client stops to commit, so nothing else would end the item. */
    @Test
    void endsOpenItemWhenServerBeginsToEndItems() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"turn_detection\": null}"));
            client.send(append(sound(1, 30)));

            // when
            client.send(update("{\"turn_detection\": {\"type\": \"server_vad\"}}"));

            // then
            assertThat(transcript(client.until(TRANSCRIPTION + "completed"))).isEqualTo("w30 w30");
        }
    }

    @Test
    void sendsSettledTextBeforeCommit() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"turn_detection\": null}"));
            client.next();

            // when
            for (int i = 0; i < 40; i++) {
                client.send(append(sound(0.25, 30)));
            }
            JsonObject early = client.next();
            client.send("{\"type\": \"input_audio_buffer.commit\"}");
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");
            events.addFirst(early);

            // then
            assertThat(TestWebSocket.type(early)).isEqualTo(TRANSCRIPTION + "delta");
            assertThat(early.get("item_id"))
                    .isEqualTo(event(events, "input_audio_buffer.committed").get("item_id"));
            assertThat(deltas(events)).isEqualTo(transcript(events));
        }
    }

    @Test
    void dropsAudioThatIsCleared() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"audio\": {\"input\": {\"turn_detection\": null}}}"));

            // when
            client.send(append(sound(1, 30))).send("{\"type\": \"input_audio_buffer.clear\"}");
            client.send(append(sound(1, 50))).send("{\"type\": \"input_audio_buffer.commit\"}");
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(types(events)).contains("input_audio_buffer.cleared");
            assertThat(transcript(events)).isEqualTo("w50 w50");
        }
    }

    @Test
    void speaksBetaVersion() {
        try (TestWebSocket client = TestWebSocket.open(server, PATH, "OpenAI-Beta", "realtime=v1")) {
            // when
            JsonObject created = client.next();
            client.send("{\"type\": \"transcription_session.update\", \"session\": {\"input_audio_format\": \"pcm16\","
                    + " \"input_audio_transcription\": {\"model\": \"gpt-4o-transcribe\", \"language\": \"de\"},"
                    + " \"turn_detection\": {\"type\": \"server_vad\", \"silence_duration_ms\": 400}}}");
            JsonObject updated = client.next();
            client.send(append(sound(1, 30)));
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(TestWebSocket.type(created)).isEqualTo("transcription_session.created");
            assertThat(TestWebSocket.type(updated)).isEqualTo("transcription_session.updated");
            JsonObject session = updated.getAsJsonObject("session");
            assertThat(session.get("input_audio_format").getAsString()).isEqualTo("pcm16");
            assertThat(session.getAsJsonObject("turn_detection")
                            .get("silence_duration_ms")
                            .getAsInt())
                    .isEqualTo(400);
            assertThat(types(events)).contains("conversation.item.created");
        }
    }

    /** In µ-law and A-law, the bytes of a square wave are two values. */
    @ParameterizedTest
    @CsvSource({"g711_ulaw, 0x8F, 0x0F", "g711_alaw, 0xA5, 0x25"})
    void understandsG711(String format, String positive, String negative) {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"input_audio_format\": \"%s\"}".formatted(format)));
            byte[] sound = new byte[9_600];
            for (int i = 0; i < sound.length; i++) {
                sound[i] = (byte) (int) Integer.decode(i / 20 % 2 == 0 ? positive : negative);
            }

            // when
            client.send(append(sound));
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(transcript(events)).matches("w(\\d+) w\\1");
        }
    }

    @Test
    void sendsLogProbabilitiesOnRequest() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"include\": [\"item.input_audio_transcription.logprobs\"]}"));

            // when
            client.send(append(sound(1.2, 30)));
            JsonObject completed = client.until(TRANSCRIPTION + "completed").getLast();

            // then
            assertThat(completed.getAsJsonArray("logprobs")).hasSize(2);
        }
    }

    @Test
    void reportsLanguage() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"audio\": {\"input\": {\"transcription\": {\"languages\": [\"de-CH\"]}}}}"));

            // when
            client.send(append(sound(1.2, 30)));
            JsonObject completed = client.until(TRANSCRIPTION + "completed").getLast();

            // then
            assertThat(completed.getAsJsonArray("languages")).hasToString("[{\"code\":\"de\"}]");
        }
    }

    @Test
    void detectsLanguageAmongThoseOfClient() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"audio\": {\"input\": {\"transcription\": {\"languages\": [\"de-CH\", \"zh\"]}}}}"));

            // when
            client.send(append(sound(1.2, 30)));
            List<JsonObject> events = client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(event(events, "session.updated").toString())
                    .contains("\"language\":\"auto\",\"languages\":[\"de-CH\",\"zh\"]");
            assertThat(server.engine.gate().started())
                    .isNotEmpty()
                    .allSatisfy(started ->
                            assertThat(started.request().candidateLanguages()).containsExactlyInAnyOrder("de", "zh"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            realtime,openai-insecure-api-key.secret                          | realtime
            openai-insecure-api-key.secret,openai-beta.realtime-v1,realtime  | realtime
            openai-insecure-api-key.secret,chat                              | ''
            """)
    void selectsOwnSubprotocol(String offered, String selected) {
        try (TestWebSocket client = TestWebSocket.offering(server, PATH, offered.split(","))) {
            assertThat(client.subprotocol()).isEqualTo(selected);
        }
    }

    @Test
    void speaksBetaVersionWithBrowser() {
        try (TestWebSocket client = TestWebSocket.offering(server, PATH, "realtime", "openai-beta.realtime-v1")) {
            assertThat(TestWebSocket.type(client.next())).isEqualTo("transcription_session.created");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?model=whisper-1&intent=transcription", "?model=gpt-live-transcribe", ""})
    void opensWithParametersOfClients(String query) {
        try (TestWebSocket client = TestWebSocket.open(server, "/v1/realtime" + query)) {
            assertThat(TestWebSocket.type(client.next())).isEqualTo("session.created");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ?model=gpt-realtime  | model  | not 'gpt-realtime'
            ?model=%C3%BC        | model  | not 'ü'
            ?intent=conversation | intent | the intent 'conversation' is not supported: use 'transcription'
            """)
    void refusesParametersOfAddress(String query, String param, String sentence) {
        try (TestWebSocket client = TestWebSocket.open(server, "/v1/realtime" + query)) {
            // when
            JsonObject error = client.next().getAsJsonObject("error");

            // then
            assertThat(error.get("param").getAsString()).isEqualTo(param);
            assertThat(error.get("message").getAsString()).contains(sentence);
            assertThat(client.awaitClose()).isEqualTo(1008);
        }
    }

    @Test
    void keepsConnectionAfterError() {
        try (TestWebSocket client = open()) {
            // when
            client.send("{\"type\": \"response.create\", \"event_id\": \"mine\"}");
            JsonObject error = client.next().getAsJsonObject("error");
            client.send(append(sound(1.2, 30)));

            // then
            assertThat(error.get("event_id").getAsString()).isEqualTo("mine");
            assertThat(error.get("type").getAsString()).isEqualTo("invalid_request_error");
            assertThat(transcript(client.until(TRANSCRIPTION + "completed"))).isEqualTo("w30 w30");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"type":                                                 |                 | the message is not JSON
                    hello                                                    |                 | must be a JSON object
                    []                                                       |                 | a JSON object
                    {"a": 1}                                                 | type            | no field 'type'
                    {"type": "nonsense"}                                     | type            | there is no event 'nonsense'
                    {"type": "input_audio_buffer.append"}                    | audio           | no string 'audio'
                    {"type": "input_audio_buffer.append", "audio": 7}        | audio           | no string 'audio'
                    {"type": "input_audio_buffer.append", "audio": "*"}      | audio           | not Base64
                    {"type": "input_audio_buffer.append", "audio": "AAAA"}   | audio           | 3 bytes: send whole samples
                    {"type": "session.update"}                               | session         | no object 'session'
                    {"type": "session.update", "session": {"type": "realtime"}} | session.type | 'realtime' is not supported
                    {"type": "session.update", "session": {"input_audio_format": "mp3"}} | session.input_audio_format | 'mp3' is not a format
                    {"type": "session.update", "session": {"audio": 1}}      | session.audio   | must be an object
                    {"type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/mpeg"}}}}} | session.audio.input.format.type | 'audio/mpeg' is not a format
                    {"type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 16000}}}}} | session.audio.input.format.rate | 24000 Hz, not 16000
                    {"type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/pcm", "channels": 2}}}}} | session.audio.input.format.channels | has one channel
                    {"type": "session.update", "session": {"audio": {"input": {"separate_channels": true}}}} | session.audio.input.separate_channels | open a connection for each channel
                    {"type": "session.update", "session": {"separate_channels": true}} | session.separate_channels | has one channel
                    {"type": "session.update", "session": {"turn_detection": {"type": "magic"}}} | session.turn_detection.type | 'magic' is not
                    {"type": "session.update", "session": {"turn_detection": {"threshold": 2}}} | session.turn_detection.threshold | 2 is not 0 to 1
                    {"type": "session.update", "session": {"turn_detection": {"silence_duration_ms": -1.5}}} | session.turn_detection.silence_duration_ms | -1.5 is not
                    {"type": "session.update", "session": {"turn_detection": {"silence_duration_ms": 50000}}} | silence | 50000 ms is out of range
                    {"type": "session.update", "session": {"input_audio_transcription": {"language": "xx"}}} | language | does not know the language 'xx'
                    {"type": "session.update", "session": {"input_audio_transcription": {"languages": ["xx"]}}} | language | does not know the language 'xx'
                    {"type": "session.update", "session": {"input_audio_transcription": {"languages": ["en", "xx"]}}} | languages | does not know the language 'xx'
                    {"type": "session.update", "session": {"input_audio_transcription": {"languages": "en"}}} | session.input_audio_transcription.languages | must be a list of strings
                    {"type": "session.update", "session": {"input_audio_transcription": {"keywords": [1]}}} | session.input_audio_transcription.keywords | must be a list of strings
                    {"type": "session.update", "session": {"input_audio_transcription": {"keywords": [" "]}}} | hotwords | the hotword ' ' has 0 characters
                    {"type": "session.update", "session": {"input_audio_transcription": {"model": "gpt-4"}}} | model | not 'gpt-4'
                    """)
    void reportsInvalidEvent(String message, String param, String sentence) {
        try (TestWebSocket client = open()) {
            // when
            client.send(message);
            JsonObject error = client.next().getAsJsonObject("error");

            // then
            assertThat(error.get("message").getAsString()).contains(sentence);
            assertThat(
                            error.get("param").isJsonNull()
                                    ? null
                                    : error.get("param").getAsString())
                    .isEqualTo(param);
            assertThat(server.slots.inUse()).isZero();
        }
    }

    @Test
    void refusesCommitWithoutAudio() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"turn_detection\": null}"));
            client.next();

            // when
            client.send("{\"type\": \"input_audio_buffer.commit\"}");

            // then
            JsonObject error = client.next().getAsJsonObject("error");
            assertThat(error.get("code").getAsString()).isEqualTo("input_audio_buffer_commit_empty");
        }
    }

    @Test
    void refusesBinaryMessage() {
        try (TestWebSocket client = open()) {
            // when
            client.sendBinary(new byte[10]);

            // then
            assertThat(client.next().getAsJsonObject("error").get("message").getAsString())
                    .contains("send audio in input_audio_buffer.append");
        }
    }

    @Test
    void closesAfterGiantMessage() {
        try (TestWebSocket client = open()) {
            // when
            client.send("x".repeat(WebSocketRoute.MAX_MESSAGE_BYTES + 1));

            // then
            assertThat(client.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void holdsSlotOnlyWhileAudioIsTranscribed() {
        try (TestWebSocket client = open()) {
            // given
            assertThat(server.slots.inUse()).isZero();
            client.send(update("{\"turn_detection\": null}"));
            client.send(append(sound(1, 30)));
            await().until(() -> server.slots.inUse() == 1);

            // when
            client.send("{\"type\": \"input_audio_buffer.commit\"}");
            client.until(TRANSCRIPTION + "completed");

            // then
            assertThat(server.slots.inUse()).isZero();
        }
    }

    @Test
    void refusesWebSocketWithoutSlot() {
        // given
        SlotPool.Slot slot = server.slots.tryAcquire().orElseThrow();

        // when / then
        assertThatThrownBy(this::open).cause().isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
            assertThat(refused.getResponse().statusCode()).isEqualTo(429);
            assertThat(refused.getResponse().headers().firstValue("x-audiostream-refused"))
                    .contains("no-slot");
        });
        slot.close();
    }

    /** A session of HTTP would stay in memory after the WebSocket. */
    @Test
    void beginsNoHttpSession() {
        // given
        SlotPool.Slot slot = server.slots.tryAcquire().orElseThrow();

        // when / then
        assertThatThrownBy(this::open)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().headers().map())
                                .doesNotContainKey("set-cookie"));
        slot.close();
    }

    @Test
    void closesWhenAudioFindsNoSlot() {
        try (TestWebSocket client = open()) {
            // given
            SlotPool.Slot slot = server.slots.tryAcquire().orElseThrow();

            // when
            client.send(append(sound(1, 30)));

            // then
            JsonObject closed = client.until("session.closed").getLast();
            assertThat(closed.get("code").getAsString()).isEqualTo("rate_limit_exceeded");
            assertThat(closed.get("resume_from_ms").getAsLong()).isZero();
            assertThat(client.awaitClose()).isEqualTo(1013);
            slot.close();
        }
    }

    @Test
    void freesSlotOfClientThatDisconnects() {
        try (TestWebSocket client = open()) {
            // given
            client.send(append(sound(1, 30)));
            await().until(() -> server.slots.inUse() == 1);

            // when
            client.abort();

            // then
            await().until(() -> server.slots.inUse() == 0 && server.sessions.count() == 0);
        }
    }

    @Test
    void reportsWhereToResumeWhenServerDrains() {
        try (TestWebSocket client = open()) {
            // given
            client.send(append(sound(1, 30))).send(append(sound(2, 0)));
            client.until(TRANSCRIPTION + "completed");
            client.send(append(Arrays.copyOf(sound(1.2, 40), sound(1.4, 0).length))); // with a pause
            client.send("{\"type\": \"nonsense\"}");
            client.until("error"); // the audio before it is taken

            // when
            server.sessions.drainAll();
            List<JsonObject> events = client.until("session.closed");

            // then
            assertThat(transcript(events)).isEqualTo("w40 w40");
            assertThat(types(events)).as("an agent gives up after an error").doesNotContain("error");
            JsonObject closed = events.getLast();
            assertThat(closed.get("code").getAsString()).isEqualTo("server_shutting_down");
            long resume = closed.get("resume_from_ms").getAsLong();
            assertThat(resume).isBetween(4_000L, 4_999L);
            assertThat(closed.get("message").getAsString()).endsWith(" from " + resume + " ms on again");
            assertThat(client.awaitClose()).isEqualTo(1012);
        }
    }

    /** The item that the client has not committed gets no transcript, so the client sends all of it again. */
    @Test
    void resumesItemOfClientFromItsBeginningWhenServerDrains() {
        try (TestWebSocket client = open()) {
            // given
            client.send(update("{\"turn_detection\": null}"));
            client.send(append(sound(1, 30))).send("{\"type\": \"input_audio_buffer.commit\"}");
            client.until(TRANSCRIPTION + "completed");
            client.send(append(sound(2, 40)));
            await().until(() -> server.slots.inUse() == 1);

            // when
            server.sessions.drainAll();
            List<JsonObject> events = client.until("session.closed");

            // then
            assertThat(types(events)).contains(TRANSCRIPTION + "failed");
            assertThat(events.getLast().get("resume_from_ms").getAsLong()).isEqualTo(1_000);
        }
    }

    @Test
    void reportsItemThatFails() {
        try (TestWebSocket client = open()) {
            // given
            server.engine.transform(_ -> {
                throw new IllegalStateException("broken");
            });

            // when
            client.send(append(sound(1, 30))).send(append(sound(2, 0)));

            // then
            JsonObject error = client.until("error").getLast().getAsJsonObject("error");
            assertThat(error.get("type").getAsString()).isEqualTo("server_error");
            assertThat(client.awaitClose()).isEqualTo(1011);
            await().until(() -> server.slots.inUse() == 0);
        }
    }

    @Test
    void answersUnknownPathWithError() {
        assertThatThrownBy(() -> TestWebSocket.open(server, "/v1/unknown"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(404));
    }

    /** Opens a WebSocket, and reads the first event. */
    private TestWebSocket open() {
        TestWebSocket client = TestWebSocket.open(server, PATH);
        assertThat(client.next().toString()).contains("session.created");
        return client;
    }

    private static String update(String session) {
        return "{\"type\": \"session.update\", \"session\": %s}".formatted(session);
    }

    private static String append(byte[] pcm) {
        return "{\"type\": \"input_audio_buffer.append\", \"audio\": \"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(pcm));
    }

    /** Returns a tone of a mean loudness, in percent. */
    private static byte[] sound(double seconds, int percent) {
        int samples = (int) (seconds * RATE);
        ByteBuffer pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) ((i / 60 % 2 == 0 ? 1 : -1) * percent / 100.0 * Short.MAX_VALUE));
        }
        return pcm.array();
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(TestWebSocket::type).toList();
    }

    private static JsonObject event(List<JsonObject> events, String type) {
        return events.stream()
                .filter(event -> TestWebSocket.type(event).equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String transcript(List<JsonObject> events) {
        return event(events, TRANSCRIPTION + "completed").get("transcript").getAsString();
    }

    private static String deltas(List<JsonObject> events) {
        return events.stream()
                .filter(event -> TestWebSocket.type(event).equals(TRANSCRIPTION + "delta"))
                .map(event -> event.get("delta").getAsString())
                .collect(Collectors.joining());
    }
}
