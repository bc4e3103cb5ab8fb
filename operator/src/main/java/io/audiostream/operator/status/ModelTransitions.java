package io.audiostream.operator.status;

import io.audiostream.operator.api.ModelCondition;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.status.EventReason.Transition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Derives an Event from two consecutive statuses of a {@code TranscriptionModel}. */
public final class ModelTransitions {
    private ModelTransitions() {}

    /**
     * Returns the Event if the reason of the condition has changed. A status that differs in its message alone yields
     * none.
     *
     * @param before null when the resource had no status
     */
    public static Optional<StatusEvent> between(
            @Nullable TranscriptionModelStatus before, TranscriptionModelStatus now) {
        var reasonBefore = condition(before).map(ModelCondition::reason);
        return condition(now)
                .filter(condition -> !Optional.of(condition.reason()).equals(reasonBefore))
                .flatMap(ModelTransitions::event);
    }

    /** Empty for a model whose fetch has not begun. */
    private static Optional<StatusEvent> event(ModelCondition condition) {
        return switch (condition.reason()) {
            case ModelStatusFactory.PENDING -> Optional.empty();
            case ModelStatusFactory.FETCHING -> Optional.of(StatusEvent.normal(Reason.FETCHING, condition.message()));
            case ModelStatusFactory.FETCHED -> Optional.of(StatusEvent.normal(Transition.FETCHED, condition.message()));
            case ModelStatusFactory.IN_USE -> Optional.of(StatusEvent.warning(Transition.IN_USE, condition.message()));
            default -> Optional.of(StatusEvent.warning(Reason.of(condition.reason()), condition.message()));
        };
    }

    private static Optional<ModelCondition> condition(@Nullable TranscriptionModelStatus status) {
        return status == null
                ? Optional.empty()
                : Objects.requireNonNullElse(status.conditions(), List.<ModelCondition>of()).stream()
                        .findFirst();
    }
}
