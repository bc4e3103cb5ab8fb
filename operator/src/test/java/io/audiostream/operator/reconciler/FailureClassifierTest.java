package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureClassifierTest {

    @Test
    void findsRejectionOfApiServerInWorkflowFailure() {
        // given
        var status = new StatusBuilder()
                .withCode(403)
                .withMessage("services \"minimal\" is forbidden")
                .build();
        var failure = new AggregatedOperatorException(
                "workflow", Map.of("endpoint", new IllegalStateException(new KubernetesClientException(status))));

        // when
        var problem = FailureClassifier.of(failure);

        // then
        assertThat(problem)
                .isEqualTo(new Problem(
                        Reason.APPLY_FAILED, "The API server rejected an object: services \"minimal\" is forbidden"));
    }

    @Test
    void reportsRootCauseOfOtherFailures() {
        // given
        var failure = new IllegalStateException("outer", new IOException("connection reset"));

        // when
        var problem = FailureClassifier.of(failure);

        // then
        assertThat(problem)
                .isEqualTo(new Problem(
                        Reason.RECONCILE_FAILED,
                        "The reconcile failed and will be retried: IOException: connection reset"));
    }

    @Test
    void recognizesInterruptionByShutdown() {
        // when / then
        assertThat(FailureClassifier.isShutdown(new IllegalStateException(new InterruptedException())))
                .isTrue();
        assertThat(FailureClassifier.isShutdown(new IllegalStateException(new IOException("no"))))
                .isFalse();
    }

    @Test
    void recognizesResourceThatChangedMeanwhile() {
        // given
        var conflict = new StatusBuilder().withCode(409).build();
        var refusal = new StatusBuilder().withCode(403).build();

        // when / then
        assertThat(FailureClassifier.isConflict(new KubernetesClientException(conflict)))
                .isTrue();
        assertThat(FailureClassifier.isConflict(new KubernetesClientException(refusal)))
                .isFalse();
    }
}
