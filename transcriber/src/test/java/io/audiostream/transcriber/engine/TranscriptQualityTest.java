package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptQualityTest {

    @Test
    void prefersCompleteTextToLoop() {
        // given
        Transcript loop = new Transcript(List.of(), Transcript.Ending.LOOP, "en", 0, 0);
        Transcript complete = new Transcript(
                List.of(new Token(1, Math.log(0.2), 0, 100, new byte[] {'a'})), Transcript.Ending.COMPLETE, "en", 0, 0);

        // when / then
        assertThat(TranscriptQuality.better(loop, complete)).isSameAs(complete);
        assertThat(TranscriptQuality.better(complete, loop)).isSameAs(complete);
    }

    @Test
    void doubtsSpeechOnlyWithLowConfidence() {
        // given
        List<Token> unsure = List.of(new Token(1, Math.log(0.2), 0, 100, new byte[] {'a'}));
        List<Token> sure = List.of(new Token(1, Math.log(0.9), 0, 100, new byte[] {'a'}));

        // when / then
        assertThat(TranscriptQuality.doubtsSpeech(new Transcript(unsure, Transcript.Ending.COMPLETE, "en", 0, 0.9)))
                .isTrue();
        assertThat(TranscriptQuality.doubtsSpeech(new Transcript(sure, Transcript.Ending.COMPLETE, "en", 0, 0.9)))
                .isFalse();
        assertThat(TranscriptQuality.doubtsSpeech(new Transcript(unsure, Transcript.Ending.COMPLETE, "en", 0, 0.1)))
                .isFalse();
    }
}
