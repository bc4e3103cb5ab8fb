package io.audiostream.operator.status;

/**
 * What a condition says now; the time of its last transition is not part of it.
 *
 * @param type Ready, Progressing or Degraded
 * @param status True, False or Unknown
 * @param reason one CamelCase word for programs
 * @param message one sentence for people
 */
record ConditionState(String type, String status, String reason, String message) {
    /** Checks the reason. */
    ConditionState {
        if (!Reasons.ALL.contains(reason)) {
            throw new IllegalArgumentException("'" + reason + "' is missing in Reasons, and in docs/operations.md");
        }
    }

    static final String READY = "Ready";
    static final String PROGRESSING = "Progressing";
    static final String DEGRADED = "Degraded";

    static ConditionState yes(String type, String reason, String message) {
        return new ConditionState(type, "True", reason, message);
    }

    static ConditionState no(String type, String reason, String message) {
        return new ConditionState(type, "False", reason, message);
    }

    static ConditionState unknown(String type, String reason, String message) {
        return new ConditionState(type, "Unknown", reason, message);
    }
}
