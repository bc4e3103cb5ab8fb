package io.audiostream.operator.reconciler;

import io.audiostream.operator.dependent.NameConflictException;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.net.HttpURLConnection;
import java.util.stream.Stream;

/** Maps a failed reconcile to the problem that the resource reports. */
final class FailureClassifier {
    /** The cause that the API server gives in its status. */
    private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";

    private FailureClassifier() {}

    /** Whether the shutdown of the operator interrupted the reconcile, which says nothing about the resource. */
    static boolean isShutdown(Exception failure) {
        return causes(failure).anyMatch(InterruptedException.class::isInstance);
    }

    /**
     * Whether the resource changed during the reconcile, such as by the claim of another operator: a retry reads it.
     */
    static boolean isConflict(Exception failure) {
        return failure instanceof KubernetesClientException rejection
                && rejection.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    /** Whether the API server rejected an object because its namespace is terminating, which is no problem. */
    static boolean isNamespaceTerminating(Exception failure) {
        return causes(failure)
                .map(cause -> cause instanceof KubernetesClientException rejection ? rejection.getStatus() : null)
                .filter(status -> status != null && status.getDetails() != null)
                .flatMap(status -> status.getDetails().getCauses().stream())
                .anyMatch(cause -> NAMESPACE_TERMINATING.equals(cause.getReason()));
    }

    static Problem of(Exception failure) {
        var causes = causes(failure).toList();
        for (var cause : causes) {
            if (cause instanceof NameConflictException conflict) {
                return new Problem(Reason.NAME_TAKEN, String.valueOf(conflict.getMessage()));
            }
        }
        for (var cause : causes) {
            if (cause instanceof KubernetesClientException rejection && rejection.getStatus() != null) {
                return new Problem(
                        Reason.APPLY_FAILED,
                        "The API server rejected an object: "
                                + rejection.getStatus().getMessage());
            }
        }
        var root = causes.getLast();
        return new Problem(
                Reason.RECONCILE_FAILED,
                "The reconcile failed and will be retried: %s: %s"
                        .formatted(root.getClass().getSimpleName(), root.getMessage()));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        var nested = failure instanceof AggregatedOperatorException aggregate
                ? aggregate.getAggregatedExceptions().values().stream()
                : Stream.ofNullable(failure.getCause());
        return Stream.concat(Stream.of(failure), nested.flatMap(FailureClassifier::causes));
    }
}
