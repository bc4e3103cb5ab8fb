package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.session.TestSessions.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream that the server ends while somebody speaks, and that its client resumes. */
class ResumedStreamTest {

    private static final int SAMPLES_PER_MILLI = 16;
    private static final int MILLIS_PER_WORD = 310;
    private static final int WORDS = 22;

    private final String script =
            IntStream.range(0, WORDS).mapToObj(i -> " word" + i).collect(Collectors.joining("|"));

    @ParameterizedTest(name = "chunks of {0} ms")
    @CsvSource({"20", "100", "128"})
    void writesEachWordOnceWhereverItIsDrained(int chunkMillis) throws Exception {
        for (int drainedAt = 700; drainedAt < WORDS * MILLIS_PER_WORD; drainedAt += 370) {
            // when
            List<String> finals = transcribe(chunkMillis, drainedAt, StreamSession::drain);

            // then
            assertThat(String.join(" ", finals))
                    .as("drained at %d ms", drainedAt)
                    .isEqualTo(script.replace("|", "").strip());
        }
    }

    /** The next one would bring back the same. */
    @Test
    void keepsIncompleteWordIfNoChunkBeginsBeforeIt() throws Exception {
        // when
        List<String> finals = transcribe(2_000, 2_000, StreamSession::retire);

        // then
        assertThat(finals.getFirst()).startsWith("word0 word1 word2 word3 word4 word5 wo");
    }

    /** Returns the finals of a stream that ends after a time, and of the stream that resumes it. */
    private List<String> transcribe(int chunkMillis, int endsAt, Consumer<StreamSession> end) throws Exception {
        List<String> finals = new ArrayList<>();
        try (var sessions = new TestSessions(2, ScriptedEngine.of(MILLIS_PER_WORD, script), AlwaysSpeech::new)) {
            Client first = sessions.open(request());
            for (int chunk = 0; chunk * chunkMillis < endsAt; chunk++) {
                first.sendChunk(ScriptedEngine.pcm(position(chunk, chunkMillis), position(chunk + 1, chunkMillis)));
            }
            first.awaitSteps();
            end.accept(first.session);
            var failure = (ResumableException) first.awaitEnd().orElseThrow();
            first.finals().forEach(result -> finals.add(result.text()));

            Client second = sessions.open(request());
            long last = (long) WORDS * MILLIS_PER_WORD * SAMPLES_PER_MILLI;
            for (int chunk = failure.progress().resumeChunk(); position(chunk, chunkMillis) < last; chunk++) {
                second.sendChunk(ScriptedEngine.pcm(
                        position(chunk, chunkMillis), Math.min(last, position(chunk + 1, chunkMillis))));
            }
            second.session.end();
            assertThat(second.awaitEnd()).isEmpty();
            second.finals().forEach(result -> finals.add(result.text()));
        }
        finals.removeIf(String::isEmpty);
        return finals;
    }

    private static long position(int chunk, int chunkMillis) {
        return (long) chunk * chunkMillis * SAMPLES_PER_MILLI;
    }

    private static SessionRequest request() {
        return TestRequest.withDefaults()
                .format(new AudioFormat(AudioFormat.Encoding.PCM_F32LE, 16_000, 1))
                .build();
    }

    private static final class AlwaysSpeech implements SpeechDetector {

        @Override
        public float probability(float[] frame) {
            return 1;
        }

        @Override
        public void reset() {}
    }
}
