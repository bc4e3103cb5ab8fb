package io.audiostream.transcriber.scheduling;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.FakeEngine;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {

    private static final float[] SPEECH = new float[160_000];

    private final FakeEngine engine = new FakeEngine();

    @ParameterizedTest
    @CsvSource({"0.1, 1, 8", "0.1, 2, 16", "0.8, 1, 1", "3, 1, 1", "0.0001, 64, 256", "0.095, 1, 8"})
    void fillsFourFifthsOfCores(double cost, int cores, int slots) {
        // when / then
        assertThat(Calibration.slots(cost, cores)).isEqualTo(slots);
    }

    @Test
    void decodesOnAllCoresConcurrently() {
        // given
        engine.gate().close();

        // when
        CompletableFuture<Integer> slots =
                CompletableFuture.supplyAsync(() -> Calibration.slots(engine, SPEECH, 3, () -> false));
        await().until(() -> engine.gate().started().size() == 3);
        engine.gate().open();

        // then
        assertThat(slots.join()).isBetween(1, 256);
        assertThat(engine.gate().started()).hasSize(3 * 8).allMatch(decode -> decode.threads() == 1);
    }

    @Test
    void stopsWhenCancelled() {
        // given
        engine.gate().close();

        // when / then
        assertThatThrownBy(() -> Calibration.slots(engine, SPEECH, 1, () -> true))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("could not be measured");
    }
}
