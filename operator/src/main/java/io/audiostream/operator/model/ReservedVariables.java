package io.audiostream.operator.model;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import io.audiostream.operator.api.TranscriptionServiceSpec;

/** The environment variables that the operator sets itself for a resource. */
final class ReservedVariables {
    /** Those of a pod with nothing but the variables that every pod has. */
    static final ReservedVariables NONE = new ReservedVariables(false, false);

    private final boolean hasTracing;
    private final boolean hasLevel;

    private ReservedVariables(boolean hasTracing, boolean hasLevel) {
        this.hasTracing = hasTracing;
        this.hasLevel = hasLevel;
    }

    static ReservedVariables of(TranscriptionServiceSpec spec) {
        return new ReservedVariables(
                spec.tracing() != null,
                spec.logging() != null
                        && spec.logging().level() != null
                        && !spec.logging().level().equals(SpecDefaults.LOG_LEVEL));
    }

    /** @throws InvalidSpecException when the operator sets the variable of a container's additions */
    void check(String field, String name) {
        if (ReservedNames.ENVIRONMENT.equals(name)) {
            throw new InvalidSpecException(field, SpecMessages.RESERVED_VARIABLE);
        }
        if (hasTracing && ReservedNames.isTracingVariable(name)) {
            throw new InvalidSpecException(field, "'" + name + "': " + SpecMessages.TRACING_VARIABLE);
        }
        if (hasLevel && ReservedNames.LOG_LEVEL.equals(name)) {
            throw new InvalidSpecException(field, SpecMessages.LEVEL_VARIABLE);
        }
    }
}
