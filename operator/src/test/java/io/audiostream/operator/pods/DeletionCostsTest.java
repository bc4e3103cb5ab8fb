package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionCostsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',  '',   0, false
            3,    3,   0, false
            '',   3,  30, true
            3,   '',  30, true
            3,    4,   1, false
            3,    4,   0, true
            3,    4, -60, true
            """)
    void writesChangesFromOrToZeroAtOnceAndOthersAtTheMinimumInterval(
            String current, String desired, int secondsToWait, boolean due) {
        // when / then
        assertThat(DeletionCosts.isDue(current, desired, NOW.plusSeconds(secondsToWait), NOW))
                .isEqualTo(due);
    }
}
