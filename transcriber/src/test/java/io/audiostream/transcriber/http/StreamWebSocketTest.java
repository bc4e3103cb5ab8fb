package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.audiostream.transcriber.scheduling.SlotPool;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain WebSocket with the contract's messages as JSON, with the fake engine. */
class StreamWebSocketTest {

    private static final String PATH = "/v1/stream";
    private static final String END = "{\"end\": true}";
    private static final int RATE = 16_000;

    private final TestHttpServer server = new TestHttpServer().modelLoaded();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void transcribesBinaryAudioWithoutMetadata() {
        try (TestWebSocket client = open()) {
            // when
            client.sendBinary(sound(2, 30)).sendBinary(sound(2, 0)).sendBinary(sound(1, 60));
            client.send(END);
            List<JsonObject> messages = client.untilClosed();

            // then
            assertThat(finals(messages)).containsExactly("w30 w30 w30 w30", "w60 w60");
            assertThat(client.awaitClose()).isEqualTo(1000);
        }
    }

    /** A page with an API key offers both. Its browser closes the connection if the server selects none of them. */
    @Test
    void selectsOwnSubprotocolBesideKeyOfBrowser() {
        try (TestWebSocket client =
                TestWebSocket.offering(server, PATH, "openai-insecure-api-key.secret", "audiostream")) {
            assertThat(client.subprotocol()).isEqualTo("audiostream");
        }
    }

    @Test
    void sendsResponsesInTheJsonOfTheContract() {
        try (TestWebSocket client = open()) {
            // when
            client.send("{\"sessionId\": \"mine\", \"metadata\": {\"word_timestamps\": true, \"language\": \"de\"}}");
            client.sendBinary(sound(1, 30)).send(END);
            JsonObject last = client.untilClosed().stream()
                    .filter(StreamWebSocketTest::isFinal)
                    .findFirst()
                    .orElseThrow();

            // then
            JsonObject metadata = last.getAsJsonObject("metadata");
            assertThat(last.get("sessionId").getAsString()).isEqualTo("mine");
            assertThat(metadata.get("language").getAsString()).isEqualTo("de");
            assertThat(metadata.get("segmentIndex").getAsInt()).isZero();
            assertThat(metadata.get("endReason").getAsString()).isEqualTo("END_REASON_END_OF_AUDIO");
            assertThat(metadata.get("audioReceived").getAsString()).isEqualTo("1s");
            assertThat(metadata.getAsJsonArray("words")).hasSize(2);
        }
    }

    @Test
    void detectsLanguageAmongThoseOfClient() {
        try (TestWebSocket client = open()) {
            // when
            client.send("{\"metadata\": {\"languages\": [\"de\", \"zh\"]}}");
            client.sendBinary(sound(1, 30)).send(END);
            client.untilClosed();

            // then
            assertThat(server.engine.gate().started())
                    .isNotEmpty()
                    .allSatisfy(started ->
                            assertThat(started.request().candidateLanguages()).containsExactlyInAnyOrder("de", "zh"));
        }
    }

    @Test
    void sendsSpeechEventsOnRequest() {
        try (TestWebSocket client = open()) {
            // when
            client.send("{\"metadata\": {\"speechEvents\": true, \"interimResults\": false}}");
            client.sendBinary(sound(1, 30)).sendBinary(sound(2, 0)).send(END);
            List<JsonObject> metadata = client.untilClosed().stream()
                    .map(message -> message.getAsJsonObject("metadata"))
                    .toList();

            // then
            assertThat(metadata)
                    .extracting(each -> each.get("speechEvent").getAsString())
                    .containsExactly("SPEECH_EVENT_STARTED", "SPEECH_EVENT_ENDED", "SPEECH_EVENT_UNSPECIFIED");
            assertThat(metadata.getFirst().get("startTime").getAsString()).isEqualTo("0s");
            assertThat(metadata.getLast().get("endOfUtterance").getAsBoolean()).isTrue();
        }
    }

    @Test
    void sendsInterimsWithWhatIsSettled() {
        try (TestWebSocket client = open()) {
            // when
            List<JsonObject> interims = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                client.sendBinary(sound(1, 20 + 10 * i)); // words that differ: repeated ones settle later
                interims.add(client.next());
            }

            // then
            assertThat(interims)
                    .anySatisfy(message ->
                            assertThat(settledLengthOfInterim(message)).isPositive());
        }
    }

    @Test
    void acceptsAudioInJson() {
        try (TestWebSocket client = open()) {
            // when
            client.send(chunk(0, sound(1, 30))).send(chunk(1, sound(1, 30))).send(END);

            // then
            assertThat(finals(client.untilClosed())).containsExactly("w30 w30 w30 w30");
        }
    }

    @Test
    void dropsAudioThatItHasReceivedBefore() {
        try (TestWebSocket client = open()) {
            // when
            client.send(chunk(5, sound(1, 30))).send(chunk(6, sound(1, 40))).send(chunk(6, sound(1, 50)));
            client.send(END);

            // then
            assertThat(finals(client.untilClosed())).containsExactly("w30 w30 w40 w40");
        }
    }

    @Test
    void finalisesAudioOnFlush() {
        try (TestWebSocket client = open()) {
            // given
            client.sendBinary(sound(1, 30));

            // when
            client.send("{\"flush\": true}");
            JsonObject first = client.untilMatch(StreamWebSocketTest::isFinal);

            // then
            assertThat(first.get("text").getAsString()).isEqualTo("w30 w30");
            assertThat(first.getAsJsonObject("metadata").get("endReason").getAsString())
                    .isEqualTo("END_REASON_FLUSH");
        }
    }

    @Test
    void countsOnlyAudio() {
        try (TestWebSocket client = open()) {
            // given
            client.send("{\"chunkIndex\": 7, \"metadata\": {\"language\": \"en\"}}");

            // when
            client.sendBinary(sound(1, 30)).send("{\"flush\": true}");
            JsonObject first = client.untilMatch(StreamWebSocketTest::isFinal);

            // then
            assertThat(first.getAsJsonObject("metadata").get("resumeChunkIndex").getAsInt())
                    .isEqualTo(8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            hello                                                   | 1007 | 'hello' is not a JSON object
            {"metadata":                                            | 1007 | is not a JSON object: send an AudioChunk
            []                                                      | 1007 | '[]' is not a JSON object
            {"audio": "AAAA"}                                       | 1008 | audio: there is no such field; there are audioData, chunkIndex, sessionId, metadata, flush
            {"metadata": {"langauge": "en"}}                        | 1008 | metadata.langauge: there is no such field; there are encoding, sampleRateHertz
            {"metadata": {"endpointing": {"pause": "1s"}}}          | 1008 | metadata.endpointing.pause: there is no such field; there are silence, maxSegment
            {"metadata": {"endpointing": {"silence": "1 s"}}}       | 1008 | metadata.endpointing.silence: "1 s" is not a duration such as "0.5s"
            {"metadata": {"endpointing": {"silence": "60s"}}}       | 1008 | 60000 ms is out of range
            {"metadata": {"endpointing": 5}}                        | 1008 | metadata.endpointing: 5 is not an object
            {"metadata": {"sampleRateHertz": "fast"}}               | 1008 | metadata.sampleRateHertz: "fast" is not a whole number
            {"metadata": {"sampleRateHertz": 1000}}                 | 1008 | a sample rate of 1000 Hz is out of range
            {"metadata": {"encoding": "MP3"}}                       | 1008 | metadata.encoding: "MP3" is not one of AUDIO_ENCODING_UNSPECIFIED, AUDIO_ENCODING_PCM_S16LE
            {"metadata": {"hotwords": "Kubernetes"}}                | 1008 | metadata.hotwords: "Kubernetes" is not a list of strings
            {"metadata": {"interimResults": "maybe"}}               | 1008 | metadata.interimResults: "maybe" is not true or false
            {"metadata": {"language": "xx"}}                        | 1008 | does not know the language 'xx'
            {"metadata": {"model": "gpt-4"}}                        | 1008 | not 'gpt-4'
            {"audioData": "*"}                                      | 1008 | audioData: "*" is not base64
            {"chunkIndex": -1, "audioData": "AAAA"}                 | 1008 | chunk_index: -1 is negative
            {"end": false}                                          | 1008 | end: false is not true
            {"end": true, "flush": true}                            | 1008 | end: send {"end": true} as a message of its own
            {"end": true}                                           | 1008 | the audio is empty
            """)
    void refusesWrongMessage(String message, int code, String sentence) {
        try (TestWebSocket client = open()) {
            // when
            client.send(message);
            JsonObject error = client.next().getAsJsonObject("error");

            // then
            assertThat(error.get("message").getAsString()).contains(sentence);
            assertThat(error.get("status").getAsString()).isIn("INVALID_ARGUMENT", "NOT_FOUND");
            assertThat(client.awaitClose()).isEqualTo(code);
            assertThat(server.slots.inUse()).isZero();
        }
    }

    @Test
    void refusesDeepNesting() {
        try (TestWebSocket client = open()) {
            // when
            client.send("{\"metadata\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");

            // then
            assertThat(client.awaitClose()).isEqualTo(1007);
        }
    }

    @Test
    void changesOptionsForUtterancesThatFollow() {
        try (TestWebSocket client = open()) {
            // when
            client.send("{\"metadata\": {\"language\": \"en\"}}");
            client.sendBinary(sound(1, 30)).sendBinary(sound(1, 0));
            client.send("{\"metadata\": {\"language\": \"de\"}}");
            client.sendBinary(sound(1, 40)).send(END);
            List<JsonObject> messages = client.untilClosed();

            // then
            assertThat(messages.stream()
                            .filter(StreamWebSocketTest::isFinal)
                            .map(message -> message.getAsJsonObject("metadata")
                                    .get("language")
                                    .getAsString()))
                    .containsExactly("en", "de");
            assertThat(client.awaitClose()).isEqualTo(1000);
        }
    }

    @Test
    void refusesChangeOfFormat() {
        try (TestWebSocket client = open()) {
            // given
            client.sendBinary(sound(1, 30));

            // when
            client.send("{\"metadata\": {\"sampleRateHertz\": 8000}}");
            List<JsonObject> messages = client.untilClosed();

            // then
            assertThat(finals(messages)).as("the text of the audio before").containsExactly("w30 w30");
            assertThat(error(messages).get("message").getAsString())
                    .contains("metadata.sample_rate_hertz: it changed from 0 to 8000 within the stream");
            assertThat(client.awaitClose()).isEqualTo(1008);
        }
    }

    @Test
    void refusesGapInNumbers() {
        try (TestWebSocket client = open()) {
            // when
            client.send(chunk(1, sound(1, 30))).send(chunk(3, sound(1, 30)));

            // then
            assertThat(error(client.untilClosed()).get("message").getAsString())
                    .contains("received chunk 3 where 2 was expected");
        }
    }

    @Test
    void refusesBytesThatAreNoAudio() {
        try (TestWebSocket client = open()) {
            // when
            client.sendBinary("<!DOCTYPE html><html><body>This is a page, no audio.</body></html>".getBytes());
            client.send(END);
            List<JsonObject> messages = client.untilClosed();

            // then
            assertThat(error(messages).get("message").getAsString()).contains("audio_data");
            assertThat(client.awaitClose()).isEqualTo(1003);
        }
    }

    @Test
    void closesAfterGiantMessage() {
        try (TestWebSocket client = open()) {
            // when
            client.sendBinary(new byte[WebSocketRoute.MAX_MESSAGE_BYTES + 1]);

            // then
            assertThat(client.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void refusesWebSocketWithoutSlot() {
        // given
        SlotPool.Slot slot = server.slots.tryAcquire().orElseThrow();

        // when / then
        assertThatThrownBy(this::open)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(429));
        slot.close();
    }

    /** Browsers do not show a page why a WebSocket was refused. A plain request tells. */
    @Test
    void tellsPlainRequestWhyWebSocketWouldBeRefused() {
        // given
        SlotPool.Slot slot = server.slots.tryAcquire().orElseThrow();

        // when
        HttpResponse<String> refused = server.get(PATH);
        slot.close();
        HttpResponse<String> answer = server.get(PATH);

        // then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(TestHttpServer.error(answer).get("message").getAsString())
                .isEqualTo("/v1/stream is a WebSocket: open it with a WebSocket client, at ws://… or wss://…");
    }

    @Test
    void closesWhenFirstMessageFindsNoSlot() {
        try (TestWebSocket client = open()) {
            // given
            SlotPool.Slot slot = server.slots.tryAcquire().orElseThrow();

            // when
            client.sendBinary(sound(1, 30));

            // then
            JsonObject error = error(client.untilClosed());
            assertThat(error.get("status").getAsString()).isEqualTo("RESOURCE_EXHAUSTED");
            assertThat(error.get("details").toString()).contains("RetryInfo");
            assertThat(client.awaitClose()).isEqualTo(1013);
            slot.close();
        }
    }

    @Test
    void freesSlotOfClientThatDisconnects() {
        try (TestWebSocket client = open()) {
            // given
            client.sendBinary(sound(1, 30));
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
            client.sendBinary(sound(1, 30)).sendBinary(sound(1, 0)).sendBinary(withPause(sound(1, 40)));
            client.untilMatch(StreamWebSocketTest::isFinal);
            client.untilMatch(message -> message.get("text").getAsString().contains("w40"));

            // when
            server.sessions.drainAll();
            List<JsonObject> messages = client.untilClosed();

            // then
            assertThat(finals(messages)).containsExactly("w40 w40");
            JsonObject detail = error(messages).getAsJsonArray("details").get(0).getAsJsonObject();
            assertThat(detail.get("reason").getAsString()).isEqualTo("DRAINING");
            assertThat(detail.getAsJsonObject("metadata")
                            .get("resume_chunk_index")
                            .getAsString())
                    .isEqualTo("3");
            assertThat(client.awaitClose()).isEqualTo(1012);
        }
    }

    @Test
    void reportsFailureOfEngine() {
        try (TestWebSocket client = open()) {
            // given
            server.engine.transform(_ -> {
                throw new IllegalStateException("broken");
            });

            // when
            client.sendBinary(sound(1, 30)).send(END);

            // then
            assertThat(error(client.untilClosed()).get("message").getAsString())
                    .contains("internal error")
                    .doesNotContain("broken");
            assertThat(client.awaitClose()).isEqualTo(1011);
        }
    }

    private TestWebSocket open() {
        return TestWebSocket.open(server, PATH);
    }

    private static String chunk(int index, byte[] pcm) {
        return "{\"chunkIndex\": %d, \"audioData\": \"%s\"}"
                .formatted(index, Base64.getEncoder().encodeToString(pcm));
    }

    /** Returns a tone of a mean loudness, in percent. */
    /** Adds a pause of 0.2 s, after which the last word is complete. */
    private static byte[] withPause(byte[] sound) {
        return Arrays.copyOf(sound, sound.length + sound(0.2, 0).length);
    }

    private static byte[] sound(double seconds, int percent) {
        int samples = (int) (seconds * RATE);
        ByteBuffer pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            pcm.putShort((short) ((i / 40 % 2 == 0 ? 1 : -1) * percent / 100.0 * Short.MAX_VALUE));
        }
        return pcm.array();
    }

    private static boolean isFinal(JsonObject message) {
        return message.has("isFinal") && message.get("isFinal").getAsBoolean();
    }

    private static int settledLengthOfInterim(JsonObject message) {
        JsonElement metadata = message.get("metadata");
        return metadata == null || isFinal(message)
                ? 0
                : metadata.getAsJsonObject().get("settledLength").getAsInt();
    }

    private static List<String> finals(List<JsonObject> messages) {
        return messages.stream()
                .filter(StreamWebSocketTest::isFinal)
                .map(message -> message.get("text").getAsString())
                .toList();
    }

    private static JsonObject error(List<JsonObject> messages) {
        return messages.stream()
                .filter(message -> message.has("error"))
                .findFirst()
                .orElseThrow()
                .getAsJsonObject("error");
    }
}
