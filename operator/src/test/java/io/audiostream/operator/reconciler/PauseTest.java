package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static TranscriptionService annotated(Map<String, String> annotations) {
        var resource = new TranscriptionService();
        resource.getMetadata().setAnnotations(annotations);
        return resource;
    }

    @Test
    void pausesByAnnotation() {
        // when / then
        assertThat(Pause.of(annotated(Map.of("audiostream.io/pause", "true"))))
                .hasValue(
                        new Problem(
                                Reason.PAUSED,
                                "The operator changes nothing, because of the annotation audiostream.io/pause. Remove it to continue."));
    }

    @Test
    void pausesNotWithoutAnnotationAndForFalse() {
        // when / then
        assertThat(Pause.of(annotated(Map.of()))).isEmpty();
        assertThat(Pause.of(annotated(Map.of("audiostream.io/pause", "false")))).isEmpty();
    }

    /** Who writes it wants the operator to stop. */
    @Test
    void pausesForWrongValueAndSaysSo() {
        // when / then
        assertThat(Pause.of(annotated(Map.of("audiostream.io/pause", "yes")))
                        .orElseThrow()
                        .message())
                .endsWith("Its value is 'yes'; write \"true\" or \"false\".");
    }
}
