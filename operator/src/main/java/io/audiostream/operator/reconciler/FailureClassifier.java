package io.audiostream.operator.reconciler;

import io.audiostream.operator.dependent.NameConflictException;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reasons;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.util.stream.Stream;

/** What a failure of a reconcile means to the user. */
final class FailureClassifier {
    /** What the API server calls it. */
    private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";

    private FailureClassifier() {}

    /** Whether the reconcile was cut off because the operator stops: no news about the resource. */
    static boolean isShutdown(Exception failure) {
        return causes(failure).anyMatch(InterruptedException.class::isInstance);
    }

    /** Whether something could not be made because its namespace is on its way out, and all in it too: no problem. */
    static boolean isNamespaceTerminating(Exception failure) {
        return causes(failure)
                .map(cause -> cause instanceof KubernetesClientException refused ? refused.getStatus() : null)
                .filter(status -> status != null && status.getDetails() != null)
                .flatMap(status -> status.getDetails().getCauses().stream())
                .anyMatch(cause -> NAMESPACE_TERMINATING.equals(cause.getReason()));
    }

    static Problem of(Exception failure) {
        var causes = causes(failure).toList();
        for (var cause : causes) {
            if (cause instanceof NameConflictException taken) {
                return new Problem(Reasons.NAME_TAKEN, String.valueOf(taken.getMessage()));
            }
        }
        for (var cause : causes) {
            if (cause instanceof KubernetesClientException refused && refused.getStatus() != null) {
                return new Problem(
                        Reasons.APPLY_FAILED,
                        "The API server refused an object: "
                                + refused.getStatus().getMessage());
            }
        }
        var last = causes.getLast();
        return new Problem(Reasons.RECONCILE_FAILED, last.getClass().getSimpleName() + ": " + last.getMessage());
    }

    private static Stream<Throwable> causes(Throwable failure) {
        var below = failure instanceof AggregatedOperatorException aggregate
                ? aggregate.getAggregatedExceptions().values().stream()
                : Stream.ofNullable(failure.getCause());
        return Stream.concat(Stream.of(failure), below.flatMap(FailureClassifier::causes));
    }
}
