package io.audiostream.operator.model;

import io.audiostream.operator.api.PodDisruptionBudgetSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.podDisruptionBudget}. */
final class DisruptionBudgetReader {
    private static final PodDisruptionBudgetSpec DEFAULTS = new PodDisruptionBudgetSpec(null, null);

    private DisruptionBudgetReader() {}

    /** Returns the pods that may be missing when one is evicted; empty: the pods have no budget. */
    static Optional<IntOrString> read(@Nullable PodDisruptionBudgetSpec given) {
        var spec = Objects.requireNonNullElse(given, DEFAULTS);
        var maxUnavailable = FieldCheck.numberOfPods(
                "spec.podDisruptionBudget.maxUnavailable",
                Objects.requireNonNullElseGet(
                        spec.maxUnavailable(), () -> new IntOrString(SpecDefaults.MAX_DISRUPTED_PODS)),
                1,
                SpecMessages.DISRUPTION);
        return Objects.requireNonNullElse(spec.enabled(), SpecDefaults.DISRUPTION_BUDGET)
                ? Optional.of(maxUnavailable)
                : Optional.empty();
    }
}
