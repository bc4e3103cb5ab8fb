package io.audiostream.operator.status;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns findings into conditions and keeps the time of each one's last transition. */
final class ConditionFactory {
    private static final List<String> TYPES =
            List.of(ConditionState.READY, ConditionState.PROGRESSING, ConditionState.DEGRADED);

    private final Clock clock;

    ConditionFactory(Clock clock) {
        this.clock = clock;
    }

    /** All three conditions, always in the same order; what was not found anew stays as it was. */
    List<ServiceCondition> update(TranscriptionService resource, List<ConditionState> findings) {
        return TYPES.stream().map(type -> update(resource, type, findings)).toList();
    }

    private ServiceCondition update(TranscriptionService resource, String type, List<ConditionState> findings) {
        var before = before(resource, type);
        var finding = findings.stream().filter(f -> f.type().equals(type)).findFirst();
        if (finding.isEmpty() && before.isPresent()) {
            return before.get();
        }
        var now =
                finding.orElseGet(() -> ConditionState.unknown(type, Reasons.NOT_RECONCILED, "Nothing was made yet."));
        return new ServiceCondition(
                type,
                now.status(),
                now.reason(),
                now.message(),
                before.filter(condition -> condition.status().equals(now.status()))
                        .map(ServiceCondition::lastTransitionTime)
                        .orElseGet(this::timestamp),
                Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L));
    }

    private static Optional<ServiceCondition> before(TranscriptionService resource, String type) {
        return Stream.ofNullable(resource.getStatus())
                .flatMap(status -> Stream.ofNullable(status.conditions()))
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Whole seconds, as Kubernetes keeps them. */
    private String timestamp() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
