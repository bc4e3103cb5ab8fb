package io.audiostream.transcriber.silero;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;
import static io.audiostream.transcriber.silero.Sounds.RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.engine.TestModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the detector with the real network, through the endpointer where the segments matter. */
class SileroSpeechDetectorIT {

    private static SileroModel model;

    @BeforeAll
    static void load() {
        model = SileroModel.load(TestModel.silero());
    }

    /** The expected values come from the model's own Python package with the same clip. */
    @ParameterizedTest(name = "{0}, frame {1}")
    @CsvSource({
        "jfk, 0, 0.0017",
        "jfk, 72, 0.0607",
        "jfk, 120, 0.2066",
        "jfk, 324, 0.9757",
        "en_counting, 12, 0.9994",
        "en_counting, 84, 0.2618",
        "es_pangrama, 108, 0.0497"
    })
    void matchesReferenceProbabilities(String clip, int frame, double expected) {
        // given
        float[] samples = Sounds.clip(clip);
        float[] input = new float[SileroModel.INPUT_SAMPLES];
        var state = new SileroModel.State();
        float probability = 0;

        // when
        for (int i = 0; i <= frame; i++) {
            System.arraycopy(input, FRAME_SAMPLES, input, 0, SileroModel.CONTEXT_SAMPLES);
            System.arraycopy(samples, i * FRAME_SAMPLES, input, SileroModel.CONTEXT_SAMPLES, FRAME_SAMPLES);
            probability = model.probabilities(input, state)[0];
        }

        // then
        assertThat(probability).isCloseTo((float) expected, within(0.002f));
    }

    static Stream<Named<float[]>> soundsWithoutSpeech() {
        return Stream.of(
                Named.of("digital silence", new float[20 * RATE]),
                Named.of("dither", Sounds.noise(20, -90)),
                Named.of("a quiet microphone's noise", Sounds.noise(20, -70)),
                Named.of("a microphone's noise", Sounds.noise(20, -50)),
                Named.of("loud noise", Sounds.noise(20, -20)),
                Named.of("intermittent noise", Sounds.gusts(20)),
                Named.of("hum", Sounds.hum(20)),
                Named.of("chords", Sounds.chords(20)),
                Named.of("chords with drums", Sounds.mix(Sounds.chords(20), Sounds.drums(20))),
                Named.of("slamming doors", Sounds.drums(20)),
                Named.of("a ringing telephone", Sounds.ringing(20)),
                Named.of("quiet hum", Sounds.amplify(Sounds.hum(20), -20)),
                Named.of("quiet chords", Sounds.amplify(Sounds.chords(20), -30)),
                Named.of("distant slamming doors", Sounds.amplify(Sounds.drums(20), -30)),
                Named.of("a distant ringing telephone", Sounds.amplify(Sounds.ringing(20), -30)),
                Named.of("very quiet hum", Sounds.amplify(Sounds.hum(20), -50)),
                Named.of("very quiet chords", Sounds.amplify(Sounds.chords(20), -50)),
                Named.of("very quiet gusts", Sounds.amplify(Sounds.gusts(20), -50)),
                Named.of("very distant slamming doors", Sounds.amplify(Sounds.drums(20), -50)),
                Named.of("a very distant ringing telephone", Sounds.amplify(Sounds.ringing(20), -50)));
    }

    @ParameterizedTest
    @MethodSource("soundsWithoutSpeech")
    void opensNoSegmentWithoutSpeech(float[] sound) {
        // when / then
        assertThat(endpointer().accept(sound)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("soundsWithoutSpeech")
    void detectsSpeechAfterOtherSounds(float[] sound) {
        // given
        Endpointer endpointer = endpointer();
        endpointer.accept(sound);

        // when
        List<Endpointer.Event> events = endpointer.accept(Sounds.clip("en_counting"));

        // then
        // A segment starts shortly before its speech.
        assertThat(((Endpointer.SpeechStarted) events.getFirst()).atSample() - sound.length)
                .isBetween((long) -RATE / 3, (long) RATE / 2);
    }

    @ParameterizedTest(name = "{0} by {1} dB over noise of {2} dB")
    @CsvSource({
        "jfk, 0, -90",
        "en_counting, 0, -90",
        "es_pangrama, 0, -90",
        "jfk, -30, -90",
        "en_counting, -40, -90",
        "jfk, -50, -110",
        "en_counting, -50, -110",
        "es_pangrama, -50, -110",
        "en_counting, -20, -70",
        "es_pangrama, -20, -70",
        "jfk, 0, -40",
        "en_counting, 0, -40"
    })
    void detectsQuietAndNoisySpeechWithin150Millis(String clip, int gain, int noise) {
        // given
        float[] speech = Sounds.clip(clip);
        int start = Sounds.firstLoud(speech);
        float[] sound = Sounds.mix(Sounds.amplify(speech, gain), Sounds.noise(speech.length / RATE + 1, noise));

        // when / then
        assertThat(firstSpeech(sound)).isBetween(start - RATE / 4, start + RATE * 150 / 1_000);
    }

    @ParameterizedTest
    @CsvSource({"jfk", "en_counting", "es_pangrama"})
    void detectsEndOfSpeech(String clip) {
        // given
        SpeechDetector detector = model.detector();
        probabilities(detector, Sounds.clip(clip));

        // when
        float[] after = probabilities(detector, new float[2 * RATE]);

        // then
        // The last sound may take 100 ms to fade.
        for (int i = 4; i < after.length; i++) {
            assertThat(after[i]).isLessThan(0.35f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 63, 64, 65, 343})
    void givesSameProbabilitiesForFrameBatches(int atOnce) {
        // given
        float[] sound = Sounds.amplify(Sounds.clip("jfk"), -10);
        float[] expected = probabilities(sound);
        SpeechDetector detector = model.detector();
        float[] found = new float[expected.length];

        // when
        for (int from = 0; from < found.length; from += atOnce) {
            int to = Math.min(from + atOnce, found.length);
            float[] some = detector.probabilities(Arrays.copyOfRange(sound, from * FRAME_SAMPLES, to * FRAME_SAMPLES));
            System.arraycopy(some, 0, found, from, to - from);
        }

        // then
        assertThat(found).containsExactly(expected, within(1e-4f));
    }

    @Test
    void forgetsStreamOnReset() {
        // given
        SpeechDetector detector = model.detector();
        float[] first = probabilities(detector, Sounds.clip("jfk"));

        // when
        detector.reset();

        // then
        assertThat(probabilities(detector, Sounds.clip("jfk"))).isEqualTo(first);
    }

    @Test
    void isolatesConcurrentStreams() throws InterruptedException, ExecutionException {
        // given
        List<String> clips = List.of("jfk", "en_counting", "es_pangrama");
        List<float[]> alone =
                clips.stream().map(clip -> probabilities(Sounds.clip(clip))).toList();
        List<Callable<float[]>> streams = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            String clip = clips.get(i % 3);
            streams.add(() -> probabilities(Sounds.clip(clip)));
        }

        // when / then
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<float[]>> together = threads.invokeAll(streams);
            for (int i = 0; i < streams.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i % 3));
            }
        }
    }

    private static Endpointer endpointer() {
        return new Endpointer(EndpointingConfig.DEFAULT, model.detector());
    }

    private static int firstSpeech(float[] sound) {
        float[] probabilities = probabilities(sound);
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] >= 0.5) {
                return i * FRAME_SAMPLES;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static float[] probabilities(float[] sound) {
        return probabilities(model.detector(), sound);
    }

    private static float[] probabilities(SpeechDetector detector, float[] sound) {
        float[] probabilities = new float[sound.length / FRAME_SAMPLES];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] =
                    detector.probability(Arrays.copyOfRange(sound, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
        }
        return probabilities;
    }
}
