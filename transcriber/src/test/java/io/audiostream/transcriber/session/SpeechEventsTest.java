package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.session.SpeechEvent.Kind;
import io.audiostream.transcriber.session.TestSessions.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a session reports that speech started and ended. */
class SpeechEventsTest {

    private static final int SAMPLES_PER_MILLI = 16;
    private static final int CHUNK_MILLIS = 100;
    private static final int MILLIS_PER_WORD = 310;
    private static final int WORDS = 40;

    private final List<Pause> pauses = new ArrayList<>();

    private record Pause(long startMillis, long endMillis) {}

    /** Speech with pauses, long segments, changes of language and flushes at random. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void framesResultsOfEachUtterance(int seed) throws Exception {
        // given
        var random = new Random(seed);
        ScriptedEngine engine = engine(random);
        try (var sessions = sessions(engine)) {
            Client client = sessions.open(request(true));

            // when
            long end = engine.script().getLast().endMillis() + 1_000;
            for (long at = 0; at < end; at += CHUNK_MILLIS) {
                client.sendChunk(ScriptedEngine.pcm(at * SAMPLES_PER_MILLI, (at + CHUNK_MILLIS) * SAMPLES_PER_MILLI));
                if (random.nextInt(40) == 0) {
                    client.session.flush();
                }
                if (random.nextInt(15) == 0) {
                    client.awaitSteps();
                }
            }
            client.session.end();

            // then
            assertThat(client.awaitEnd()).isEmpty();
            var order = new UtteranceOrder();
            client.timeline().forEach(order::accept);
            order.complete();
            assertThat(order.utterances()).isGreaterThan(3);
        }
    }

    @Test
    void reportsSpeechBeforeAnyDecode() throws Exception {
        // given
        ScriptedEngine engine = ScriptedEngine.of(MILLIS_PER_WORD, words());
        try (var sessions = sessions(engine)) {
            Client client = sessions.open(request(true));

            // when
            speak(client, 0, 200);

            // then
            assertThat(client.events()).singleElement().satisfies(event -> {
                assertThat(event.kind()).isEqualTo(Kind.STARTED);
                assertThat(event.time()).isZero();
                assertThat(event.progress().received()).isEqualTo(Duration.ofMillis(100));
            });
            assertThat(engine.decodes()).isEmpty();
        }
    }

    @Test
    void reportsNothingUnlessClientAsks() throws Exception {
        // given
        try (var sessions = sessions(ScriptedEngine.of(MILLIS_PER_WORD, words()))) {
            Client client = sessions.open(request(false));

            // when
            speak(client, 0, 2_000);
            client.session.end();
            client.awaitEnd();

            // then
            assertThat(client.events()).isEmpty();
            assertThat(client.finals()).isNotEmpty();
        }
    }

    /** Noise that the detector takes for speech. */
    @ParameterizedTest(name = "events {0}")
    @ValueSource(booleans = {true, false})
    void completesSpeechWithoutWordsOnlyWithItsEvents(boolean events) throws Exception {
        // given
        pauses.add(new Pause(1_000, 3_000));
        try (var sessions =
                sessions(ScriptedEngine.of(MILLIS_PER_WORD, " later").withPause(0, 20_000))) {
            Client client = sessions.open(request(events));

            // when
            speak(client, 0, 3_000);
            client.session.end();
            client.awaitEnd();

            // then
            assertThat(client.finals()).hasSize(events ? 1 : 0).allSatisfy(result -> {
                assertThat(result.text()).isEmpty();
                assertThat(result.endOfUtterance()).isTrue();
            });
        }
    }

    @Test
    void leavesSpeechOpenThatResumedSessionGoesOnWith() throws Exception {
        // when
        Client client = endedBy(StreamSession::drain, 2_000);

        // then
        assertThat(client.events()).extracting(SpeechEvent::kind).containsExactly(Kind.STARTED);
        assertThat(client.finals()).extracting(SegmentResult::endOfUtterance).containsExactly(false);
    }

    @Test
    void endsSpeechIfServerDrainsInPause() throws Exception {
        // given
        pauses.add(new Pause(2_000, 3_000));

        // when
        Client client = endedBy(StreamSession::drain, 2_300);

        // then
        assertThat(client.events()).extracting(SpeechEvent::kind).containsExactly(Kind.STARTED, Kind.ENDED);
        assertThat(client.finals()).extracting(SegmentResult::endOfUtterance).containsExactly(true);
    }

    @Test
    void saysThatSpeechGoesOnAfterLongSegmentAndChangeOfLanguage() throws Exception {
        // given
        pauses.add(new Pause(6_200, 6_500));
        ScriptedEngine engine = ScriptedEngine.of(MILLIS_PER_WORD, words())
                .withPause(6_200, 300)
                .speaking("zh", 6_500);
        try (var sessions = sessions(engine)) {
            Client client = sessions.open(request(true));

            // when
            for (int at = 0; at < 12_000; at += 400) {
                speak(client, at, at + 400); // at the pace of its decodes, so that the language is checked
            }
            client.session.end();
            client.awaitEnd();

            // then
            List<SegmentResult> finals = client.finals();
            assertThat(finals).extracting(SegmentResult::endReason).contains(EndReason.MAX_SEGMENT, EndReason.SILENCE);
            assertThat(finals.subList(0, finals.size() - 1))
                    .extracting(SegmentResult::endOfUtterance)
                    .containsOnly(false);
            assertThat(finals.getLast().endOfUtterance()).isTrue();
            assertThat(client.events()).hasSize(2);
        }
    }

    private Client endedBy(Consumer<StreamSession> end, long millis) throws Exception {
        try (var sessions = sessions(ScriptedEngine.of(MILLIS_PER_WORD, words()))) {
            Client client = sessions.open(request(true));
            speak(client, 0, millis);
            end.accept(client.session);
            assertThat(client.awaitEnd()).containsInstanceOf(ResumableException.class);
            return client;
        }
    }

    private static void speak(Client client, long fromMillis, long toMillis) {
        for (long at = fromMillis; at < toMillis; at += CHUNK_MILLIS) {
            client.sendChunk(ScriptedEngine.pcm(at * SAMPLES_PER_MILLI, (at + CHUNK_MILLIS) * SAMPLES_PER_MILLI));
        }
        client.awaitSteps();
    }

    private ScriptedEngine engine(Random random) {
        ScriptedEngine engine = ScriptedEngine.of(MILLIS_PER_WORD, words());
        long shift = 0;
        for (int word = 4; word < WORDS - 4; word += 4 + random.nextInt(6)) {
            long at = (long) word * MILLIS_PER_WORD + shift;
            long length = new long[] {300, 500, 1_000, 1_600}[random.nextInt(4)];
            engine.withPause(at, length);
            pauses.add(new Pause(at, at + length));
            shift += length;
            if (random.nextInt(3) == 0) {
                engine.speaking(random.nextBoolean() ? "zh" : "en", at + length);
            }
        }
        long end = engine.script().getLast().endMillis();
        pauses.add(new Pause(end, end + 2_000));
        return engine;
    }

    private TestSessions sessions(ScriptedEngine engine) {
        return new TestSessions(1, engine, PausingDetector::new);
    }

    private static SessionRequest request(boolean events) {
        return TestRequest.withDefaults()
                .format(new AudioFormat(AudioFormat.Encoding.PCM_F32LE, 16_000, 1))
                .language(SessionRequest.Language.of("auto"))
                .speechEvents(events)
                .endpointing(new SessionRequest.Endpointing(Optional.empty(), Optional.of(Duration.ofSeconds(3))))
                .build();
    }

    private static String words() {
        return IntStream.range(0, WORDS).mapToObj(i -> " word" + i).collect(Collectors.joining("|"));
    }

    /** Checks the order of results and events. */
    private static final class UtteranceOrder {

        private final List<SpeechEvent> starts = new ArrayList<>();
        private final List<SpeechEvent> ends = new ArrayList<>();
        private int completed;
        private boolean begun;

        int utterances() {
            return completed;
        }

        void accept(Object each) {
            switch (each) {
                case SpeechEvent event
                when event.kind() == Kind.STARTED -> {
                    assertThat(starts).as("starts and ends alternate").hasSameSizeAs(ends);
                    if (!ends.isEmpty()) {
                        assertThat(event.time())
                                .isGreaterThanOrEqualTo(ends.getLast().time());
                    }
                    starts.add(event);
                }
                case SpeechEvent event -> {
                    assertThat(starts).as("starts and ends alternate").hasSize(ends.size() + 1);
                    assertThat(event.time()).isGreaterThan(starts.getLast().time());
                    ends.add(event);
                }
                case SegmentResult result -> accept(result);
                default -> throw new AssertionError(each);
            }
        }

        private void accept(SegmentResult result) {
            assertThat(starts).as("results come after their start").hasSizeGreaterThan(completed);
            if (!begun) {
                assertThat(result.time().start())
                        .isEqualTo(starts.get(completed).time());
            }
            begun |= result.isFinal();
            if (result.endOfUtterance()) {
                assertThat(ends).as("the last final comes after the end").hasSizeGreaterThan(completed);
                assertThat(result.time().end()).isEqualTo(ends.get(completed).time());
                completed++;
                begun = false;
            }
        }

        void complete() {
            assertThat(ends).hasSize(completed).hasSameSizeAs(starts);
        }
    }

    /** Finds speech outside of the pauses of the script. */
    private final class PausingDetector implements SpeechDetector {

        private long position;

        @Override
        public float probability(float[] frame) {
            long millis = position / SAMPLES_PER_MILLI;
            position += FRAME_SAMPLES;
            return pauses.stream().anyMatch(pause -> millis >= pause.startMillis() && millis < pause.endMillis())
                    ? 0
                    : 1;
        }

        @Override
        public void reset() {}
    }
}
