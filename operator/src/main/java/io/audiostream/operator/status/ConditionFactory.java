package io.audiostream.operator.status;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Renders condition states as conditions. Keeps the time of the last transition of each condition. */
final class ConditionFactory {
    private final Clock clock;

    ConditionFactory(Clock clock) {
        this.clock = clock;
    }

    /**
     * All conditions, in the order of {@link ConditionType}. A type without a new state keeps its current condition.
     */
    List<ServiceCondition> update(TranscriptionService resource, List<ConditionState> states) {
        return Arrays.stream(ConditionType.values())
                .map(type -> update(resource, type, states))
                .toList();
    }

    private ServiceCondition update(TranscriptionService resource, ConditionType type, List<ConditionState> states) {
        var before = before(resource, type);
        var state = states.stream().filter(s -> s.type() == type).findFirst();
        if (state.isEmpty() && before.isPresent()) {
            return before.get();
        }
        var now = state.orElseGet(() -> new ConditionState(
                type,
                ConditionStatus.UNKNOWN,
                Reason.NOT_RECONCILED,
                "The operator has not created the objects of this resource yet."));
        return new ServiceCondition(
                type.text(),
                now.status().text(),
                now.reason().text(),
                now.message(),
                before.filter(condition ->
                                condition.status().equals(now.status().text()))
                        .map(ServiceCondition::lastTransitionTime)
                        .orElseGet(this::timestamp),
                Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L));
    }

    private static Optional<ServiceCondition> before(TranscriptionService resource, ConditionType type) {
        return Stream.ofNullable(resource.getStatus())
                .flatMap(status -> Stream.ofNullable(status.conditions()))
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals(type.text()))
                .findFirst();
    }

    /** The current time in whole seconds, the precision of Kubernetes timestamps. */
    private String timestamp() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
