package io.audiostream.operator.model;

import io.audiostream.operator.api.RollingUpdateSpec;
import io.audiostream.operator.api.SpecMessages;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.rollingUpdate}. */
final class RollingUpdateReader {
    private static final String FIELD = "spec.rollingUpdate";

    private RollingUpdateReader() {}

    static RollingUpdate read(@Nullable RollingUpdateSpec spec) {
        if (spec == null) {
            return RollingUpdate.DERIVED;
        }
        var maxSurge = Optional.ofNullable(spec.maxSurge())
                .map(number -> FieldCheck.numberOfPods(FIELD + ".maxSurge", number, 0, SpecMessages.NUMBER_OF_PODS));
        var maxUnavailable = Optional.ofNullable(spec.maxUnavailable())
                .map(number ->
                        FieldCheck.numberOfPods(FIELD + ".maxUnavailable", number, 0, SpecMessages.NUMBER_OF_PODS));
        if (maxSurge.filter(RollingUpdate::isZero).isPresent()
                && maxUnavailable.filter(RollingUpdate::isZero).isPresent()) {
            throw new InvalidSpecException(FIELD, SpecMessages.ROLLOUT_WITHOUT_PODS);
        }
        return new RollingUpdate(maxSurge, maxUnavailable);
    }
}
