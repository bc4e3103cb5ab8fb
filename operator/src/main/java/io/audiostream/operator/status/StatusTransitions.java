package io.audiostream.operator.status;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened between two statuses of a resource. Only transitions are told: a status that says the same in other
 * words is no news.
 */
public final class StatusTransitions {
    private final @Nullable TranscriptionServiceStatus before;
    private final TranscriptionServiceStatus now;

    private StatusTransitions(@Nullable TranscriptionServiceStatus before, TranscriptionServiceStatus now) {
        this.before = before;
        this.now = now;
    }

    /**
     * In the order in which a person would tell it.
     *
     * @param before null when the resource had none
     */
    public static List<StatusEvent> between(
            @Nullable TranscriptionServiceStatus before, TranscriptionServiceStatus now) {
        var story = new StatusTransitions(before, now);
        return Stream.of(story.created(), story.rollingOut(), story.ready(), story.degraded())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<StatusEvent> created() {
        return made(now) && !made(before)
                ? Optional.of(StatusEvent.normal(
                        "Created", "Made the ServiceAccount, the ConfigMap, the Service and the Deployment."))
                : Optional.empty();
    }

    private Optional<StatusEvent> rollingOut() {
        var was = condition(before, ConditionState.PROGRESSING)
                .map(ServiceCondition::reason)
                .orElse("");
        return condition(now, ConditionState.PROGRESSING)
                .filter(condition -> beginsToRollOut(was, condition.reason()))
                .map(condition -> StatusEvent.normal("RollingOut", condition.message()));
    }

    /** A first roll-out may be over before it was seen; a pod that only starts anew is none. */
    private static boolean beginsToRollOut(String was, String is) {
        return is.equals(Reasons.ROLLING_OUT) && !was.equals(Reasons.ROLLING_OUT)
                || is.equals(Reasons.STARTING) && (was.isEmpty() || was.equals(Reasons.CREATING));
    }

    private Optional<StatusEvent> ready() {
        var is = condition(now, ConditionState.READY).orElseThrow();
        var was = condition(before, ConditionState.READY);
        if (isTrue(is)) {
            return was.filter(StatusTransitions::isTrue).isPresent()
                    ? Optional.empty()
                    : Optional.of(StatusEvent.normal("Serving", is.message() + " Endpoint: " + now.endpoint()));
        }
        return was.filter(StatusTransitions::isTrue)
                .map(_ -> new StatusEvent(!is.reason().equals(Reasons.SCALED_TO_ZERO), "NotServing", is.message()));
    }

    private Optional<StatusEvent> degraded() {
        var is = condition(now, ConditionState.DEGRADED).orElseThrow();
        var was = condition(before, ConditionState.DEGRADED).filter(StatusTransitions::isTrue);
        if (isTrue(is)) {
            return was.filter(condition -> condition.reason().equals(is.reason()))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(StatusEvent.warning(is.reason(), is.message()));
        }
        return was.map(condition ->
                StatusEvent.normal("Recovered", "No problem is known any more; it was " + condition.reason() + "."));
    }

    /** Until the objects were made nothing is known about their progress. */
    private static boolean made(@Nullable TranscriptionServiceStatus status) {
        return condition(status, ConditionState.PROGRESSING)
                .filter(condition -> !condition.status().equals("Unknown"))
                .isPresent();
    }

    private static boolean isTrue(ServiceCondition condition) {
        return condition.status().equals("True");
    }

    private static Optional<ServiceCondition> condition(@Nullable TranscriptionServiceStatus status, String type) {
        if (status == null) {
            return Optional.empty();
        }
        return Objects.requireNonNullElse(status.conditions(), List.<ServiceCondition>of()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }
}
