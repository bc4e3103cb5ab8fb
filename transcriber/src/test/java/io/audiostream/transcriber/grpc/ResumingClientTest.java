package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.client.AudioStream;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Endpoint;
import io.audiostream.client.ResumePolicy;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.session.TestAudio;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client library resumes when the server is killed. The engine is deterministic, so the finals must be equal. */
@Timeout(600)
class ResumingClientTest {

    private static final int KILLS = 200;
    private static final int KILLS_OF_CHANNELS = 50;
    private static final int UTTERANCES = 24;
    private static final long PADDING_MILLIS = 300;
    private static final List<SpeechEvent> PAIR =
            List.of(SpeechEvent.SPEECH_EVENT_STARTED, SpeechEvent.SPEECH_EVENT_ENDED);
    private static final int CHUNK_BYTES = 3_210;
    private static final ResumePolicy QUICK =
            ResumePolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(50));

    /** The seed of the random moments: {@code -Dresume.seed=SEED} repeats a run. */
    private static final long SEED = Long.getLong("resume.seed", System.nanoTime());

    @Test
    void deliversEachFinalOnceOverKillsAtRandomMoments() throws Exception {
        // given
        var random = new Random(SEED);
        System.out.println("seed of the kills: " + SEED);
        ByteString audio = utterances();
        List<TranscriptionResponse> expected;
        try (TestServer server = TestServer.ready()) {
            expected = transcribe(server.server.port(), audio).finals();
        }
        assertThat(expected).hasSize(UTTERANCES);

        try (var server = new KillableServer(random)) {
            for (int run = 0; server.kills() < KILLS; run++) {
                // when
                Recorder recorder = transcribe(server.port(), run % 2 == 0 ? audio : wav(audio));
                List<TranscriptionResponse> finals = recorder.finals();

                // then
                assertThat(finals)
                        .as("run %d with seed %d", run, SEED)
                        .extracting(TranscriptionResponse::getText)
                        .containsExactlyElementsOf(expected.stream()
                                .map(TranscriptionResponse::getText)
                                .toList());
                assertThat(finals)
                        .extracting(result -> result.getMetadata().getSegmentIndex())
                        .containsExactlyElementsOf(expected.stream()
                                .map(result -> result.getMetadata().getSegmentIndex())
                                .toList());
                for (int i = 0; i < UTTERANCES; i++) {
                    assertThat(start(finals.get(i)))
                            .as("start of final %d in ms, run %d with seed %d", i, run, SEED)
                            .isCloseTo(start(expected.get(i)), Offset.offset(PADDING_MILLIS));
                }
                assertThat(recorder.events())
                        .as("speech events of run %d with seed %d", run, SEED)
                        .extracting(event -> event.getMetadata().getSpeechEvent())
                        .containsExactlyElementsOf(Collections.nCopies(UTTERANCES, PAIR).stream()
                                .flatMap(List::stream)
                                .toList());
            }
        }
    }

    @Test
    void deliversEachFinalOfEachChannelOnce() throws Exception {
        // given: two speakers, who hardly ever pause together
        var random = new Random(SEED);
        System.out.println("seed of the kills: " + SEED);
        ByteString first = utterances();
        ByteString second = TestAudio.silence(1.3).concat(first).substring(0, first.size());
        ByteString audio = TestAudio.channels(first, second);
        AudioMetadata stereo = AudioMetadata.newBuilder()
                .setChannels(2)
                .setSeparateChannels(true)
                .build();
        List<TranscriptionResponse> expected;
        try (TestServer server = TestServer.ready()) {
            expected = transcribe(server.server.port(), audio, stereo).finals();
        }
        assertThat(ofChannel(2, expected)).hasSize(UTTERANCES);

        try (var server = new KillableServer(random)) {
            for (int run = 0; server.kills() < KILLS_OF_CHANNELS; run++) {
                // when
                List<TranscriptionResponse> finals =
                        transcribe(server.port(), audio, stereo).finals();

                // then
                for (int channel = 1; channel <= 2; channel++) {
                    assertThat(ofChannel(channel, finals))
                            .as("channel %d, run %d with seed %d", channel, run, SEED)
                            .containsExactlyElementsOf(ofChannel(channel, expected));
                }
            }
        }
    }

    /** Returns numbers and texts. */
    private static List<String> ofChannel(int channel, List<TranscriptionResponse> finals) {
        return finals.stream()
                .filter(result -> result.getMetadata().getChannel() == channel)
                .map(result -> result.getMetadata().getSegmentIndex() + " " + result.getText())
                .toList();
    }

    private static long start(TranscriptionResponse result) {
        return Durations.toMillis(result.getMetadata().getStartTime());
    }

    /** Records what a client gets. */
    private record Recorder(List<TranscriptionResponse> finals, List<TranscriptionResponse> events)
            implements TranscriptionListener {

        Recorder() {
            this(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
        }

        @Override
        public void onFinal(TranscriptionResponse result) {
            finals.add(result);
        }

        @Override
        public void onSpeechEvent(TranscriptionResponse event) {
            events.add(event);
        }
    }

    private static Recorder transcribe(int port, ByteString audio) throws Exception {
        return transcribe(
                port, audio, AudioMetadata.newBuilder().setSpeechEvents(true).build());
    }

    private static Recorder transcribe(int port, ByteString audio, AudioMetadata metadata) throws Exception {
        var listener = new Recorder();
        try (var client = AudiostreamClient.connect(
                        new Endpoint("127.0.0.1", port),
                        ConnectionOptions.builder().resume(QUICK).build());
                AudioStream stream = client.openStream(metadata, listener)) {
            for (int from = 0; from < audio.size(); from += CHUNK_BYTES) {
                stream.send(audio.substring(from, Math.min(from + CHUNK_BYTES, audio.size())));
            }
            stream.finish();
            stream.awaitEnd();
        }
        return listener;
    }

    /** Returns utterances of different loudness and length, so that each has a text of its own. */
    private static ByteString utterances() {
        ByteString audio = TestAudio.silence(0.5);
        for (int i = 0; i < UTTERANCES; i++) {
            audio = audio.concat(TestAudio.sound(1.5 + i % 2, 10 + 3 * i)).concat(TestAudio.silence(1.2 + i % 3 * 0.9));
        }
        return audio;
    }

    private static ByteString wav(ByteString pcm) {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(36 + pcm.size()).put(ascii("WAVEfmt ")).putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
        header.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(pcm.size());
        return ByteString.copyFrom(header.flip()).concat(pcm);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
