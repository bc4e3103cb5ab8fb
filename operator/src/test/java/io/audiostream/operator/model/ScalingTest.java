package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

    @ParameterizedTest
    @CsvSource({
        "0,   1,   slots 0 must be from 1 to 256",
        "257, 1,   slots 257 must be from 1 to 256",
        "4,   -1,  replicas -1 must be from 0 to 100",
        "4,   101, replicas 101 must be from 0 to 100"
    })
    void rejectsSizeOutOfRange(int slots, int replicas, String message) {
        // when / then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scaling(slots, replicas, Optional.empty()))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1,   70,  minimum of pods 0 must be from 1 to 100",
        "2, 1,   70,  maximum of pods 1 must be from 2 to 100",
        "1, 101, 70,  maximum of pods 101 must be from 1 to 100",
        "1, 2,   101, CPU target 101 must be from 1 to 100"
    })
    void rejectsAutoscalingOutOfRange(int min, int max, int percent, String message) {
        // when / then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Autoscaling(min, max, Optional.of(percent), Optional.empty(), Duration.ZERO))
                .withMessage(message);
    }

    @Test
    void rejectsAutoscalingWithoutTarget() {
        // when / then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Autoscaling(1, 2, Optional.empty(), Optional.empty(), Duration.ZERO))
                .withMessage("autoscaling needs a CPU target or a slot target");
    }
}
