package io.audiostream.operator.metrics;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.status.ConditionCounts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One gauge for each state of a condition that a resource has. Thread-safe. */
final class ConditionGauges {
    private final MultiGauge gauges;

    /** The resources in the informer's cache. */
    private volatile Supplier<Stream<TranscriptionService>> resources = Stream::empty;

    ConditionGauges(MeterRegistry registry) {
        gauges = MultiGauge.builder("audiostream.operator.conditions")
                .description("Resources by the state of each condition; the leader alone reports them")
                .register(registry);
    }

    void monitor(Supplier<Stream<TranscriptionService>> cached) {
        resources = cached;
    }

    /**
     * Counts the resources again.
     *
     * @param isLeader standbys cache the resources too, and would count each of them again
     */
    synchronized void update(boolean isLeader) {
        gauges.register(isLeader ? rows() : List.of(), true);
    }

    private List<MultiGauge.Row<?>> rows() {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        ConditionCounts.of(resources.get().map(TranscriptionService::getStatus).filter(Objects::nonNull))
                .forEach((state, count) -> rows.add(MultiGauge.Row.of(
                        Tags.of("type", state.type(), "status", state.status(), "reason", state.reason()), count)));
        return rows;
    }
}
