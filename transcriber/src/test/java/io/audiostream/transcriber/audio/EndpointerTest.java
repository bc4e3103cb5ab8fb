package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.Endpointer.Event;
import io.audiostream.transcriber.audio.Endpointer.Reason;
import io.audiostream.transcriber.audio.Endpointer.SpeechEnded;
import io.audiostream.transcriber.audio.Endpointer.SpeechPaused;
import io.audiostream.transcriber.audio.Endpointer.SpeechStarted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointerTest {

    private static final int RATE = 16_000;

    private final Endpointer endpointer =
            new Endpointer(new EndpointingConfig(Duration.ofMillis(500), Duration.ofSeconds(4)), anySoundDetector());

    @Test
    void reportsNothingInSilence() {
        // when / then
        assertThat(accept(silence(10))).isEmpty();
        assertThat(endpointer.close()).isEmpty();
    }

    @Test
    void endsNextSegmentAfterChangedSilence() {
        // given
        accept(sound(1));

        // when
        endpointer.configure(new EndpointingConfig(Duration.ofMillis(2_000), Duration.ofSeconds(4)));

        // then
        assertThat(endpointer.silence()).isEqualTo(Duration.ofMillis(500));
        assertThat(accept(silence(1)).getLast()).isInstanceOf(SpeechEnded.class);
        assertThat(endpointer.silence()).isEqualTo(Duration.ofMillis(2_000));
        assertThat(accept(sound(1), silence(1.5)).getLast()).isInstanceOf(SpeechPaused.class);
        assertThat(accept(silence(1)).getLast()).isInstanceOf(SpeechEnded.class);
    }

    @Test
    void keepsMarginAroundSpeech() {
        // when
        List<Event> events = accept(silence(1), sound(1), silence(1));

        // then
        var segment = (SpeechEnded) events.getLast();
        assertThat(segment.reason()).isEqualTo(Reason.SILENCE);
        assertThat(segment.startSample()).isBetween(RATE - 5_400L, RATE - 4_300L);
        assertThat(segment.endSample()).isBetween(2 * RATE + 4_800L, 2 * RATE + 5_400L);
        assertThat(events.getFirst()).isEqualTo(new SpeechStarted(segment.startSample()));
    }

    @Test
    void startsSegmentInSilenceBeforeStream() {
        // when
        List<Event> events = accept(sound(0.4));

        // then
        assertThat(events).containsExactly(new SpeechStarted(-Endpointer.LEAD_IN_SAMPLES));
        assertThat(endpointer.close())
                .hasValueSatisfying(segment -> assertThat(segment.endSample()).isEqualTo(6_400));
    }

    @Test
    void continuesSegmentAfterShortPause() {
        // when / then
        assertThat(accept(sound(1), silence(0.4), sound(1)))
                .hasExactlyElementsOfTypes(SpeechStarted.class, SpeechPaused.class);
        assertThat(endpointer.paused()).isFalse();
    }

    @Test
    void reportsEndOfSegmentWhenSpeechPauses() {
        // given
        var pause = (SpeechPaused) accept(sound(1), silence(0.4)).getLast();
        assertThat(endpointer.paused()).isTrue();

        // when
        var segment = (SpeechEnded) accept(silence(0.4)).getLast();

        // then
        assertThat(segment.endSample()).isEqualTo(pause.endSample());
        assertThat(endpointer.paused()).isFalse();
    }

    @Test
    void ignoresBlip() {
        // when / then
        assertThat(accept(silence(1), sound(0.05), silence(1))).isEmpty();
    }

    @Test
    void remembersWhichFramesHoldSpeech() {
        // when
        accept(silence(1), sound(2), silence(1));

        // then
        SpeechFrames frames = endpointer.speechFrames();
        assertThat(frames.speechBetween(0, RATE)).isLessThan(2 * FRAME_SAMPLES);
        assertThat(frames.speechBetween(RATE, 3 * RATE)).isGreaterThan(2 * RATE - 4 * FRAME_SAMPLES);
        frames.discardBefore(2 * RATE);
        assertThat(frames.speechBetween(0, 4 * RATE))
                .isBetween((long) RATE - 4 * FRAME_SAMPLES, (long) RATE + 4 * FRAME_SAMPLES);
    }

    @Test
    void boundsStartOfNextSegment() {
        // when / then: the next segment begins after the speech of the open one
        accept(sound(3));
        long speechEnd = endpointer.earliestStartAfterOpen();
        assertThat(speechEnd).isGreaterThan(3 * RATE - 2 * FRAME_SAMPLES);
        assertThat(endpointer.earliestNextStart()).isLessThanOrEqualTo(0);
        accept(silence(2));
        assertThat(endpointer.earliestStartAfterOpen())
                .isEqualTo(endpointer.earliestNextStart())
                .isGreaterThan(speechEnd);
    }

    @Test
    void completesOpenSegmentOnClose() {
        // given
        accept(sound(1.01));

        // when / then
        assertThat(endpointer.close()).hasValueSatisfying(segment -> {
            assertThat(segment.reason()).isEqualTo(Reason.CLOSED);
            assertThat(segment.endSample()).isEqualTo((long) (1.01 * RATE));
        });
        assertThat(endpointer.close()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void coversAllSpeechWithoutOverlap(int seed) {
        // given
        var random = new Random(seed);
        float[] audio = {};
        for (int i = 0; i < 30; i++) {
            double seconds = 0.2 + random.nextDouble() * 3;
            audio = join(audio, random.nextBoolean() ? sound(seconds) : silence(seconds));
        }

        // when
        List<Event> events = new ArrayList<>();
        for (int from = 0; from < audio.length; ) {
            int to = Math.min(audio.length, from + 1 + random.nextInt(20_000));
            events.addAll(endpointer.accept(Arrays.copyOfRange(audio, from, to)));
            from = to;
        }
        endpointer.close().ifPresent(events::add);

        // then
        boolean[] covered = new boolean[audio.length];
        long end = -Endpointer.LEAD_IN_SAMPLES;
        for (Event event : events) {
            if (event instanceof SpeechEnded segment) {
                assertThat(segment.startSample()).isGreaterThanOrEqualTo(end);
                assertThat(segment.endSample()).isGreaterThan(segment.startSample());
                end = segment.endSample();
                Arrays.fill(covered, (int) Math.max(0, segment.startSample()), (int) segment.endSample(), true);
            }
        }
        for (int i = 0; i < audio.length; i++) {
            assertThat(audio[i] == 0 || covered[i])
                    .as("sample %d of %d", i, audio.length)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 160, 511, 513, 7_000})
    void givesSameEventsHoweverAudioIsSplit(int size) {
        // given
        float[] audio = join(join(silence(0.7), sound(5.3)), join(silence(0.9), sound(1.01)));
        List<Event> whole = accept(audio);
        var another = new Endpointer(
                new EndpointingConfig(Duration.ofMillis(500), Duration.ofSeconds(4)), anySoundDetector());

        // when
        List<Event> pieces = new ArrayList<>();
        for (int from = 0; from < audio.length; from += size) {
            pieces.addAll(another.accept(Arrays.copyOfRange(audio, from, Math.min(audio.length, from + size))));
        }

        // then
        assertThat(pieces).hasSizeGreaterThan(3).isEqualTo(whole);
        assertThat(another.close()).isEqualTo(endpointer.close());
    }

    @Test
    void keepsSamplesThatNextSegmentMayNeed() {
        // given
        accept(silence(1));
        long kept = endpointer.earliestNextStart();

        // when
        var started = (SpeechStarted) accept(sound(1)).getFirst();

        // then
        assertThat(started.atSample()).isGreaterThanOrEqualTo(kept);
    }

    private List<Event> accept(float[]... parts) {
        List<Event> events = new ArrayList<>();
        for (float[] part : parts) {
            events.addAll(endpointer.accept(part));
        }
        return events;
    }

    private static float[] sound(double seconds) {
        return filled(seconds, 0.5f);
    }

    private static float[] quiet(double seconds) {
        return filled(seconds, 0.1f);
    }

    private static float[] silence(double seconds) {
        return filled(seconds, 0);
    }

    private static float[] filled(double seconds, float value) {
        float[] samples = new float[(int) Math.round(seconds * RATE)];
        Arrays.fill(samples, value);
        return samples;
    }

    private static float[] join(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static SpeechDetector anySoundDetector() {
        return new SpeechDetector() {
            @Override
            public float probability(float[] frame) {
                for (float sample : frame) {
                    if (sample != 0) {
                        return 1;
                    }
                }
                return 0;
            }

            @Override
            public void reset() {}
        };
    }
}
