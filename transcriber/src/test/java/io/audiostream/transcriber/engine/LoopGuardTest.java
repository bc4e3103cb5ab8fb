package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoopGuardTest {

    @Test
    void speechIsNoLoop() {
        assertThat(LoopGuard.looping("And so, my fellow Americans, ask not what your country can do for you, "
                        + "ask what you can do for your country."))
                .isFalse();
    }

    @Test
    void aPhraseOverAndOverIsALoop() {
        assertThat(LoopGuard.looping("thank you for watching ".repeat(10))).isTrue();
    }

    @Test
    void aGuessIsSuspicious() {
        assertThat(LoopGuard.suspicious(transcript("perhaps", 0.3))).isTrue();
        assertThat(LoopGuard.suspicious(transcript("surely", 0.5))).isFalse();
    }

    @Test
    void noTextIsNotSuspicious() {
        assertThat(LoopGuard.suspicious(transcript("", 0))).isFalse();
    }

    private static Transcript transcript(String text, double confidence) {
        return new Transcript(text, List.of(), confidence, List.of(1), "en", true, 0);
    }
}
