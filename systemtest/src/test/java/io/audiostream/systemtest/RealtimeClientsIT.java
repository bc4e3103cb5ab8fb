package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * OpenAI's Realtime clients, unchanged, transcribe through the real Envoy. Envoy has TLS, because the client for
 * JavaScript connects with TLS only.
 */
class RealtimeClientsIT {

    private static final String KEY = "key-of-the-team-0123456789";
    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";
    private static final String LAST_WORDS = "for your country";
    private static final ByteString SPEECH = Recording.jfk().concat(Recording.silence(Duration.ofSeconds(2)));

    @TempDir
    static Path folder;

    private static Path certificate;
    private static LocalService service;

    @BeforeAll
    static void start() {
        var secrets = new TestSecrets(folder);
        certificate = secrets.writeCertificate("web-tls");
        secrets.write("speech-keys", Map.of("team", KEY));
        service = LocalService.start("""
                    tls:
                      secretName: web-tls
                    authentication:
                      apiKeys:
                        secretName: speech-keys
                  slots: 1
                """, "--secrets", folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** The slot of a client that has disconnected is free a moment later. */
    @BeforeEach
    void awaitFreeSlot() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(service.probeAddress("/statusz")).build();
            await().atMost(Timeouts.EVENT)
                    .until(() ->
                            http.send(request, BodyHandlers.ofString()).body().contains("\"streams\":0"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void transcribesItemsThatServerEnds(RealtimeClient client) {
        // given
        Path audio = RealtimeAudio.pcm(folder.resolve("speech.pcm"), SPEECH);
        JsonObject session = session("""
                {"format": {"type": "audio/pcm", "rate": 24000},
                 "transcription": {"model": "gpt-4o-transcribe", "language": "en"}}""");

        // when
        try (RunningProgram program = start(client, audio, session, _ -> {})) {
            program.awaitExit();

            // then
            List<JsonObject> completed = RealtimeClient.events(program, TRANSCRIPTION + "completed");
            assertThat(transcripts(completed)).as(program::stderr).contains(Recording.PHRASE_TEXT);
            assertThat(completed)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(event ->
                            assertThat(text(event, "transcript")).isEqualTo(deltas(program, text(event, "item_id"))));
            assertThat(RealtimeClient.events(program).stream().map(event -> text(event, "type")))
                    .contains(
                            "session.created",
                            "session.updated",
                            "input_audio_buffer.speech_started",
                            "input_audio_buffer.speech_stopped",
                            "input_audio_buffer.committed",
                            "conversation.item.added",
                            "conversation.item.done");
        }
    }

    @ParameterizedTest
    @EnumSource
    void transcribesItemThatClientCommits(RealtimeClient client) {
        // given
        Path audio = RealtimeAudio.mulaw(folder.resolve("speech.ulaw"), SPEECH);
        JsonObject session = session("""
                {"format": {"type": "audio/pcmu"},
                 "turn_detection": null,
                 "transcription": {"model": "whisper-1", "language": "en"}}""");

        // when
        try (RunningProgram program = start(client, audio, session, run -> run.addProperty("commit", true))) {
            program.awaitExit();

            // then
            List<JsonObject> completed = RealtimeClient.events(program, TRANSCRIPTION + "completed");
            assertThat(completed).as(program::stderr).hasSize(1);
            assertThat(transcripts(completed)).contains(Recording.PHRASE_TEXT);
            assertThat(text(completed.getFirst(), "transcript"))
                    .isEqualTo(deltas(program, text(completed.getFirst(), "item_id")));
            assertThat(RealtimeClient.events(program, "input_audio_buffer.committed"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesModelInAddress(RealtimeClient client) {
        // given
        Path audio = RealtimeAudio.pcm(folder.resolve("nothing.pcm"), Recording.silence(Duration.ofMillis(100)));

        // when
        try (RunningProgram program =
                start(client, audio, session("{}"), run -> run.addProperty("model", "gpt-realtime"))) {
            program.awaitExit();

            // then
            assertThat(RealtimeClient.events(program, "error"))
                    .as(program::stderr)
                    .first()
                    .satisfies(event -> assertThat(text(event.getAsJsonObject("error"), "code"))
                            .isEqualTo("model_not_found"));
            assertThat(RealtimeClient.events(program).getLast().get("code").getAsInt())
                    .isEqualTo(1008);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesClientWithoutSlot(RealtimeClient client) throws Exception {
        // given
        Path audio = RealtimeAudio.pcm(folder.resolve("nothing.pcm"), Recording.silence(Duration.ofMillis(100)));
        ManagedChannel channel = channel();
        var other = SilentStream.open(channel);

        // when
        try (RunningProgram program = start(client, audio, session("{}"), _ -> {})) {
            program.awaitExit();

            // then
            assertThat(RealtimeClient.events(program, "refused"))
                    .as(program::stderr)
                    .first()
                    .satisfies(event -> assertThat(event.toString()).contains("429"));
        } finally {
            channel.shutdownNow();
            other.awaitStatus();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWrongKey(RealtimeClient client) {
        // given
        Path audio = RealtimeAudio.pcm(folder.resolve("nothing.pcm"), Recording.silence(Duration.ofMillis(100)));

        // when
        try (RunningProgram program =
                start(client, audio, session("{}"), run -> run.addProperty("key", "key-of-nobody-0123456789"))) {
            program.awaitExit();

            // then
            assertThat(RealtimeClient.events(program, "refused"))
                    .as(program::stderr)
                    .first()
                    .satisfies(event -> assertThat(event.toString()).contains("401"));
        }
    }

    /** The subprotocols of a browser contain its key. */
    @Test
    void neitherEchoesNorLogsKeyOfBrowser() {
        // given
        Path audio = RealtimeAudio.pcm(folder.resolve("nothing.pcm"), Recording.silence(Duration.ofMillis(100)));

        // when
        try (RunningProgram program =
                start(RealtimeClient.BROWSER, audio, session("{}"), run -> run.addProperty("model", "gpt-realtime"))) {
            program.awaitExit();

            // then
            assertThat(text(RealtimeClient.events(program, "opened").getFirst(), "protocol"))
                    .isEqualTo("realtime");
            await().atMost(Timeouts.EVENT)
                    .until(() -> service.operator().stdout().contains("/v1/realtime")
                            || service.operator().stderr().contains("/v1/realtime"));
            assertThat(service.operator().stdout()).doesNotContain(KEY);
            assertThat(service.operator().stderr()).doesNotContain(KEY);
        }
    }

    private static RunningProgram start(
            RealtimeClient client, Path audio, JsonObject session, Consumer<JsonObject> settings) {
        String address = "https://" + service.endpoint().replace("127.0.0.1", "localhost") + "/v1";
        return client.start(address, audio, session, run -> {
            run.addProperty("ca", certificate.toString());
            run.addProperty("key", KEY);
            run.addProperty("until", LAST_WORDS);
            if (client != RealtimeClient.PYTHON) {
                run.addProperty("model", "gpt-4o-transcribe"); // which the package for JavaScript requires
            }
            settings.accept(run);
        });
    }

    /** @param input the settings of the input audio */
    private static JsonObject session(String input) {
        var audio = new JsonObject();
        audio.add("input", JsonParser.parseString(input));
        var session = new JsonObject();
        session.addProperty("type", "transcription");
        session.add("audio", audio);
        return session;
    }

    private static ManagedChannel channel() throws Exception {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), KEY);
        return NettyChannelBuilder.forTarget(service.endpoint())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(certificate.toFile())
                        .build())
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
    }

    private static String transcripts(List<JsonObject> completed) {
        return TextNormalizer.normalize(
                completed.stream().map(event -> text(event, "transcript")).collect(Collectors.joining(" ")));
    }

    private static String deltas(RunningProgram program, String item) {
        return RealtimeClient.events(program, TRANSCRIPTION + "delta").stream()
                .filter(event -> text(event, "item_id").equals(item))
                .map(event -> text(event, "delta"))
                .collect(Collectors.joining());
    }

    private static String text(JsonObject event, String field) {
        return event.get(field).getAsString();
    }
}
