package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.audiostream.operator.model.Images;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

    @Test
    void anEmptyEnvironmentLeavesTheDefaults() {
        assertThat(OperatorConfig.of(Map.of("AUDIOSTREAM_ENVOY_IMAGE", " ")))
                .isEqualTo(new OperatorConfig(Images.OF_THIS_VERSION, false));
    }

    @Test
    void imagesAndLogsCanBeSet() {
        assertThat(OperatorConfig.of(Map.of(
                        "AUDIOSTREAM_TRANSCRIBER_IMAGE", "mirror/transcriber:1",
                        "AUDIOSTREAM_ENVOY_IMAGE", "mirror/envoy:1",
                        "AUDIOSTREAM_LOG_FORMAT", "json")))
                .isEqualTo(new OperatorConfig(new Images("mirror/transcriber:1", "mirror/envoy:1"), true));
    }

    @Test
    void anUnknownLogFormatIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorConfig.of(Map.of("AUDIOSTREAM_LOG_FORMAT", "xml")))
                .withMessage("AUDIOSTREAM_LOG_FORMAT is 'xml'; write json or text");
    }
}
