package io.audiostream.operator.status;

/**
 * What a condition says now; the time of its last transition is not part of it.
 *
 * @param type Ready, Progressing or Degraded
 * @param status True, False or Unknown
 * @param reason one CamelCase word for programs
 * @param message one sentence for people
 */
record Finding(String type, String status, String reason, String message) {
    /** Checks the reason. */
    Finding {
        if (!Reasons.ALL.contains(reason)) {
            throw new IllegalArgumentException("'" + reason + "' is missing in Reasons, and in docs/operations.md");
        }
    }

    static final String READY = "Ready";
    static final String PROGRESSING = "Progressing";
    static final String DEGRADED = "Degraded";

    static Finding yes(String type, String reason, String message) {
        return new Finding(type, "True", reason, message);
    }

    static Finding no(String type, String reason, String message) {
        return new Finding(type, "False", reason, message);
    }

    static Finding unknown(String type, String reason, String message) {
        return new Finding(type, "Unknown", reason, message);
    }
}
