package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The form field {@code separate_channels}, with a call of an agent and a customer. */
class SeparateChannelsTest {

    private static final ByteString CALL = TestAudio.channels(
            TestAudio.sound(1, 30).concat(TestAudio.silence(3)).concat(TestAudio.sound(1, 40)),
            TestAudio.silence(2).concat(TestAudio.sound(1, 60)).concat(TestAudio.silence(2)));
    private static final String CONVERSATION = """
            Channel 1: w30 w30
            Channel 2: w60 w60
            Channel 1: w40 w40""";

    private final TestHttpServer http = new TestHttpServer(
                    NEVER, MemoryBudget.ofHeap(), Executors.newSingleThreadScheduledExecutor(), 2)
            .modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void returnsConversation() {
        // when
        String text = transcribe(Map.of("response_format", "text")).body();
        JsonObject json = json(Map.of());

        // then
        assertThat(text).isEqualTo(CONVERSATION + "\n");
        assertThat(json.get("text").getAsString()).isEqualTo(CONVERSATION);
    }

    @Test
    void givesSegmentsAndWordsTheirChannel() {
        // when
        JsonObject json = json(Map.of("response_format", "verbose_json", "timestamp_granularities[]", "segment,word"));

        // then
        assertThat(json.get("text").getAsString()).isEqualTo(CONVERSATION);
        assertThat(values(json.getAsJsonArray("segments"), "channel")).containsExactly("1", "2", "1");
        assertThat(values(json.getAsJsonArray("segments"), "text"))
                .containsExactly("\"w30 w30\"", "\"w60 w60\"", "\"w40 w40\"");
        assertThat(values(json.getAsJsonArray("words"), "channel")).containsExactly("1", "1", "2", "2", "1", "1");
    }

    @Test
    void namesChannelsInSubtitles() {
        // when
        String srt = transcribe(Map.of("response_format", "srt")).body();
        String vtt = transcribe(Map.of("response_format", "vtt")).body();

        // then
        assertThat(srt.lines().filter(line -> line.startsWith("Channel")))
                .containsExactly("Channel 1: w30 w30", "Channel 2: w60 w60", "Channel 1: w40 w40");
        assertThat(vtt.lines().filter(line -> line.startsWith("<v")))
                .containsExactly("<v Channel 1>w30 w30", "<v Channel 2>w60 w60", "<v Channel 1>w40 w40");
    }

    @Test
    void streamsDeltasOfConversation() {
        // when
        List<JsonObject> events = transcribe(Map.of("stream", "true"))
                .body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> JsonParser.parseString(line.substring(6)).getAsJsonObject())
                .toList();

        // then
        String deltas = events.stream()
                .filter(event -> event.has("delta"))
                .map(event -> event.get("delta").getAsString())
                .reduce("", String::concat);
        assertThat(events).hasSize(4);
        assertThat(deltas)
                .isEqualTo(CONVERSATION)
                .isEqualTo(events.getLast().get("text").getAsString());
    }

    @Test
    void mixesChannelsWithoutTheField() {
        // when
        JsonObject json = JsonParser.parseString(
                        http.transcribe(TestAudio.wav(2, CALL).toByteArray(), Map.of("response_format", "verbose_json"))
                                .body())
                .getAsJsonObject();

        // then
        assertThat(json.get("text").getAsString()).isEqualTo("w15 w15 w30 w30 w20 w20");
        assertThat(json.getAsJsonArray("segments").get(0).getAsJsonObject().has("channel"))
                .isFalse();
    }

    @Test
    void streamsChannelsOverWebSocket() {
        try (TestWebSocket client = TestWebSocket.open(http, "/v1/stream")) {
            // when
            client.send("{\"metadata\": {\"channels\": 2, \"separateChannels\": true}}");
            client.sendBinary(CALL.toByteArray()).send("{\"end\": true}");
            List<String> finals = client.untilClosed().stream()
                    .filter(message -> message.get("isFinal").getAsBoolean())
                    .map(message -> message.getAsJsonObject("metadata").get("channel")
                            + message.get("text").getAsString())
                    .toList();

            // then
            assertThat(finals).containsExactlyInAnyOrder("1w30 w30", "2w60 w60", "1w40 w40");
        }
    }

    @Test
    void refusesOtherValues() {
        // when
        HttpResponse<String> response =
                http.transcribe(TestAudio.wav(2, CALL).toByteArray(), Map.of("separate_channels", "left"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("separate_channels is 'left', not true or false")
                .contains("\"param\":\"separate_channels\"");
    }

    @Test
    void refusesMoreChannelsThanSlots() {
        // given
        ByteString silence = TestAudio.silence(1);
        ByteString surround =
                TestAudio.channels(silence, silence, silence, silence, silence, silence, silence, silence);

        // when
        HttpResponse<String> response =
                http.transcribe(TestAudio.wav(8, surround).toByteArray(), Map.of("separate_channels", "true"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("8 separate channels take 8 slots")
                .contains("\"param\":\"separate_channels\"");
        assertThat(http.slots.inUse()).isZero();
    }

    private HttpResponse<String> transcribe(Map<String, String> fields) {
        var all = new HashMap<>(fields);
        all.put("separate_channels", "true");
        return http.transcribe(TestAudio.wav(2, CALL).toByteArray(), all);
    }

    private JsonObject json(Map<String, String> fields) {
        return JsonParser.parseString(transcribe(fields).body()).getAsJsonObject();
    }

    private static List<String> values(JsonArray objects, String field) {
        return StreamSupport.stream(objects.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(object -> object.get(field).toString())
                .toList();
    }
}
