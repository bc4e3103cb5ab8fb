package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.SpeechFrames.Pause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeechFramesTest {

    private final SpeechFrames frames = new SpeechFrames();

    /** Pauses of three frames and of one, between silence at both ends. */
    @BeforeEach
    void addFrames() {
        String speech = "..##...##.##..";
        for (int i = 0; i < speech.length(); i++) {
            frames.add((long) i * FRAME_SAMPLES, speech.charAt(i) == '#');
        }
    }

    @Test
    void findsPausesBetweenSpeech() {
        // when / then
        assertThat(frames.pauses(0, at(14), 1)).containsExactly(pause(4, 7), pause(9, 10));
        assertThat(frames.pauses(0, at(14), 2L * FRAME_SAMPLES)).containsExactly(pause(4, 7));
    }

    @Test
    void findsPausesOfPart() {
        // when / then
        assertThat(frames.pauses(at(7), at(14), 1)).containsExactly(pause(9, 10));
        assertThat(frames.pauses(0, at(7), 1)).as("its end is not in the part").isEmpty();
        assertThat(frames.pauses(-100, at(8), 1)).containsExactly(pause(4, 7));
    }

    @Test
    void keepsPositionsAfterDiscard() {
        // when
        frames.discardBefore(at(3));

        // then
        assertThat(frames.pauses(0, at(14), 1)).containsExactly(pause(4, 7), pause(9, 10));
    }

    /** The positions are frames of the speech above. */
    @ParameterizedTest
    @CsvSource({
        "0, 14, 2, 2, true", // the first speech
        "0, 14, 3, 2, true", // the second, whose short pause belongs to it
        "0, 14, 6, 2, false", // none is so long
        "3, 14, 3, 2, true", // the second
        "3, 14, 6, 1, false",
        "0, 4, 2, 3, true", // the pause after it lies outside
        "0, 3, 1, 3, false", // it does not end between the positions
        "3, 5, 1, 3, false", // it does not begin there
        "10, 14, 1, 3, false", // the pause before it is too short
        "10, 14, 1, 1, true",
        "12, 14, 1, 1, false", // no speech
        "-5, 90, 2, 3, true",
    })
    void findsSeparateSpeech(int from, int to, int min, int pause, boolean expected) {
        // when / then
        assertThat(frames.hasSeparateSpeech(at(from), at(to), (long) min * FRAME_SAMPLES, (long) pause * FRAME_SAMPLES))
                .isEqualTo(expected);
    }

    private static Pause pause(int from, int to) {
        return new Pause(at(from), at(to));
    }

    private static long at(int frame) {
        return (long) frame * FRAME_SAMPLES;
    }
}
