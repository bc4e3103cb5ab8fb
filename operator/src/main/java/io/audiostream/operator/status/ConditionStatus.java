package io.audiostream.operator.status;

/** The statuses of a condition, as {@code meta/v1} defines them. */
enum ConditionStatus {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    ConditionStatus(String text) {
        this.text = text;
    }

    /** The status as the resource shows it. */
    String text() {
        return text;
    }
}
