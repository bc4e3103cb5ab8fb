package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.SpeechFrames.Pause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    private static Pause pause(int from, int to) {
        return new Pause(at(from), at(to));
    }

    private static long at(int frame) {
        return (long) frame * FRAME_SAMPLES;
    }
}
