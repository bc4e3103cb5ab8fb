package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.envoy.AdminAddress;
import io.audiostream.transcriber.envoy.EnvoyAdminClient;
import io.audiostream.transcriber.envoy.EnvoyMetrics;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.TestAudio;
import io.audiostream.transcriber.session.TraceParent;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Metrics and log lines of sessions. */
class MetricsAndLogTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final TestServer server = TestServer.ready(1);
    private final Logger root = (Logger) LoggerFactory.getLogger("io.audiostream");
    private final Level previousLevel = root.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
        }
    };

    @BeforeEach
    void captureLog() {
        root.setLevel(Level.DEBUG);
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void close() throws InterruptedException {
        root.detachAppender(appender);
        root.setLevel(previousLevel);
        server.close();
    }

    @Test
    void countsSessionFromStartToEnd() {
        // when
        StreamObserver<AudioChunk> stream = speak(new ResponseRecorder());

        // then
        await().untilAsserted(() -> assertThat(server.metrics.scrape())
                .contains("audiostream_slots_in_use 1.0", "audiostream_slot_utilization_percent 100.0"));

        // when
        var refused = new ResponseRecorder();
        server.async().streamAudio(refused).onNext(AudioChunk.getDefaultInstance());
        assertThat(refused.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        stream.onCompleted();

        // then
        await().untilAsserted(() -> assertThat(server.metrics.scrape())
                .contains(
                        "audiostream_sessions_opened_total 1.0",
                        "audiostream_sessions_ended_total{end=\"completed\"} 1.0",
                        "audiostream_sessions_refused_total{reason=\"no_slot\"} 1.0",
                        "audiostream_audio_received_seconds_total 3.5",
                        "audiostream_finals_total 1.0",
                        "audiostream_words_total 4.0",
                        "audiostream_final_delay_seconds_count 1",
                        "audiostream_first_text_seconds_count 1",
                        "audiostream_lag_seconds_count 1",
                        "audiostream_real_time_factor_count 1",
                        "audiostream_slots_in_use 0.0",
                        "audiostream_engine_info{engine=\"fake 1\",model=\"fake\"} 1"));
        assertThat(server.metrics.scrape())
                .containsPattern("audiostream_interims_total [1-9]")
                .containsPattern("audiostream_decode_seconds_count\\{cancelled=\"false\",kind=\"interim\"\\} [1-9]");
    }

    /** Prometheus sees no increase of a counter whose first value is 1. */
    @Test
    void servesCountersBeforeTheirFirstEvent() {
        // when / then
        assertThat(server.metrics.scrape())
                .contains(
                        "audiostream_sessions_refused_total{reason=\"no_slot\"} 0.0",
                        "audiostream_sessions_ended_total{end=\"failed\"} 0.0",
                        "audiostream_decode_seconds_count{cancelled=\"true\",kind=\"final\"} 0");
    }

    @Test
    void logsOneLineWithIdsAndStatisticsButNoText() {
        // when
        var responses = new ResponseRecorder();
        speak(responses).onCompleted();
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals().getFirst().getText()).startsWith("w50 w50");

        // then
        await().until(() -> lines.stream().anyMatch(line -> line.startsWith("session ended")));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("session ended"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "requestId=\"ours-1\"",
                                "sessionId=\"theirs-1\"",
                                "traceId=\"" + TRACE + "\"",
                                "127.0.0.1")
                        .contains("end=\"completed\"", "segments=\"1\"", "audioSeconds=\"3.5\"")
                        .containsPattern("worstFinalSeconds=\"\\d+\\.\\d+\""));
        assertThat(lines).noneMatch(line -> line.contains("w50") || line.contains("The secret prompt"));
    }

    @Test
    void reportsDroppedBytesAndInvertedChannel() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder().setChannels(2))
                .setAudioData(invertedChannels(TestAudio.sound(2, 50)).concat(ByteString.copyFrom(new byte[3])))
                .build());
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals().getFirst().getText()).isEqualTo("w50 w50 w50 w50");
        await().untilAsserted(() -> assertThat(server.metrics.scrape())
                .contains(
                        "audiostream_audio_dropped_bytes_total{reason=\"incomplete_sample\"} 3.0",
                        "audiostream_audio_out_of_phase_seconds_total 2.0"));
        await().untilAsserted(() -> assertThat(lines)
                .anyMatch(line -> line.contains("droppedBytes=\"3\"") && line.contains("outOfPhaseSeconds=\"2.0\"")));
    }

    private static ByteString invertedChannels(ByteString mono) {
        ByteBuffer samples = mono.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer both = ByteBuffer.allocate(2 * mono.size()).order(ByteOrder.LITTLE_ENDIAN);
        while (samples.hasRemaining()) {
            short sample = samples.getShort();
            both.putShort(sample).putShort((short) -sample);
        }
        return ByteString.copyFrom(both.flip());
    }

    @Test
    void countsAudioOfOpenSession() {
        // when
        speak(new ResponseRecorder());

        // then
        await().untilAsserted(() -> assertThat(server.metrics.scrape())
                .contains("audiostream_audio_received_seconds_total 3.5", "audiostream_slots_in_use 1.0"));
    }

    @Test
    void countsCancelledSession() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = speak(responses);
        responses.awaitInterims(1);

        // when
        stream.onError(new IllegalStateException("gone"));

        // then
        await().untilAsserted(() -> assertThat(server.metrics.scrape())
                .contains("audiostream_sessions_ended_total{end=\"cancelled\"} 1.0"));
    }

    /** The guide lists each metric that is served, and no other. */
    @Test
    void servesMetricsThatGuideLists() throws Exception {
        // given
        countsSessionFromStartToEnd();
        var withoutEnvoy = new EnvoyMetrics(new EnvoyAdminClient(new AdminAddress("unix:/nowhere/admin.sock")));

        // when
        Pattern name = Pattern.compile("audiostream_[a-z_]+");
        Set<String> served = Pattern.compile("(?m)^# TYPE (audiostream_\\w+) ")
                .matcher(server.metrics.scrape() + withoutEnvoy.scrape())
                .results()
                .map(found -> found.group(1))
                .filter(found -> !found.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = Files.readAllLines(Path.of("../docs/observability.md")).stream()
                .filter(line -> line.startsWith("| `audiostream_") && !line.startsWith("| `audiostream_operator_"))
                .flatMap(line -> name.matcher(line).results().limit(1).map(found -> found.group()))
                .collect(Collectors.toCollection(TreeSet::new));

        // then
        assertThat(documented).isEqualTo(served);
    }

    private StreamObserver<AudioChunk> speak(ResponseRecorder responses) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of(CallContext.REQUEST_ID_HEADER, Metadata.ASCII_STRING_MARSHALLER), "ours-1");
        headers.put(
                Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER),
                "00-" + TRACE + "-b7ad6b7169203331-01");
        StreamObserver<AudioChunk> stream = server.async()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .streamAudio(responses);
        stream.onNext(AudioChunk.newBuilder()
                .setSessionId("theirs-1")
                .setMetadata(AudioMetadata.newBuilder().setPrompt("The secret prompt"))
                .setAudioData(ByteString.copyFrom(TestAudio.sound(2, 50).toByteArray()))
                .build());
        responses.awaitInterims(1);
        stream.onNext(
                AudioChunk.newBuilder().setAudioData(TestAudio.silence(1.5)).build());
        return stream;
    }
}
