package io.audiostream.operator.status;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.EventReason.Transition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Derives Events from two consecutive statuses of a resource. Only transitions become Events: a status that differs in
 * its messages or counts alone yields none.
 */
public final class StatusTransitions {
    private final @Nullable TranscriptionServiceStatus before;
    private final TranscriptionServiceStatus now;

    private StatusTransitions(@Nullable TranscriptionServiceStatus before, TranscriptionServiceStatus now) {
        this.before = before;
        this.now = now;
    }

    /**
     * The Events in chronological order.
     *
     * @param before null when the resource had no status
     */
    public static List<StatusEvent> between(
            @Nullable TranscriptionServiceStatus before, TranscriptionServiceStatus now) {
        var transitions = new StatusTransitions(before, now);
        return Stream.of(transitions.created(), transitions.rollingOut(), transitions.ready(), transitions.degraded())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<StatusEvent> created() {
        return isCreated(now) && !isCreated(before)
                ? Optional.of(StatusEvent.normal(
                        Transition.CREATED,
                        "Created the ServiceAccount, the ConfigMap, the Service and the Deployment."))
                : Optional.empty();
    }

    private Optional<StatusEvent> rollingOut() {
        var previous = condition(before, ConditionType.PROGRESSING);
        return condition(now, ConditionType.PROGRESSING)
                .filter(current -> startsRollout(previous, current))
                .map(current -> StatusEvent.normal(Transition.ROLLING_OUT, current.message()));
    }

    /**
     * Whether a rollout started. A first rollout may have created all pods before the operator observed it. Starting
     * after any other state means that a pod restarts, which is no rollout.
     */
    private static boolean startsRollout(Optional<ServiceCondition> previous, ServiceCondition current) {
        return has(current, Reason.ROLLING_OUT)
                        && previous.filter(condition -> has(condition, Reason.ROLLING_OUT))
                                .isEmpty()
                || has(current, Reason.STARTING)
                        && previous.filter(condition -> !has(condition, Reason.CREATING))
                                .isEmpty();
    }

    private Optional<StatusEvent> ready() {
        var current = condition(now, ConditionType.READY).orElseThrow();
        var wasReady = condition(before, ConditionType.READY)
                .filter(StatusTransitions::isTrue)
                .isPresent();
        if (isTrue(current) == wasReady) {
            return Optional.empty();
        }
        if (wasReady) {
            var requested = has(current, Reason.SCALED_TO_ZERO);
            return Optional.of(new StatusEvent(!requested, Transition.NOT_SERVING, current.message()));
        }
        var endpoint = now.endpoint() == null ? "" : " Endpoint: " + now.endpoint();
        return Optional.of(StatusEvent.normal(Transition.SERVING, current.message() + endpoint));
    }

    private Optional<StatusEvent> degraded() {
        var current = condition(now, ConditionType.DEGRADED).orElseThrow();
        var previous = condition(before, ConditionType.DEGRADED).filter(StatusTransitions::isTrue);
        if (!isTrue(current)) {
            return previous.map(condition ->
                    StatusEvent.normal(Transition.RECOVERED, "The problem " + condition.reason() + " is resolved."));
        }
        return previous.filter(condition -> condition.reason().equals(current.reason()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(StatusEvent.warning(Reason.of(current.reason()), current.message()));
    }

    /**
     * Whether the operator has created all objects: until then the status has no endpoint, or the progress is unknown.
     */
    private static boolean isCreated(@Nullable TranscriptionServiceStatus status) {
        return status != null
                && status.endpoint() != null
                && condition(status, ConditionType.PROGRESSING)
                        .filter(condition -> !has(condition, ConditionStatus.UNKNOWN))
                        .isPresent();
    }

    private static boolean isTrue(ServiceCondition condition) {
        return has(condition, ConditionStatus.TRUE);
    }

    private static boolean has(ServiceCondition condition, ConditionStatus status) {
        return condition.status().equals(status.text());
    }

    private static boolean has(ServiceCondition condition, Reason reason) {
        return condition.reason().equals(reason.text());
    }

    private static Optional<ServiceCondition> condition(
            @Nullable TranscriptionServiceStatus status, ConditionType type) {
        if (status == null) {
            return Optional.empty();
        }
        return Objects.requireNonNullElse(status.conditions(), List.<ServiceCondition>of()).stream()
                .filter(condition -> condition.type().equals(type.text()))
                .findFirst();
    }
}
