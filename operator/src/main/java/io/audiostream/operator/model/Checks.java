package io.audiostream.operator.model;

import java.time.Duration;

/** Checks of the records in this package; each throws an {@link IllegalArgumentException} with the value seen. */
final class Checks {
    private Checks() {}

    static void check(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    static void inRange(String what, long value, long min, long max) {
        check(value >= min && value <= max, what + " " + value + " must be from " + min + " to " + max);
    }

    static void positive(String what, Duration duration) {
        check(duration.isPositive(), what + " " + duration + " must be above zero");
    }

    /** Zero turns a limit off. */
    static void positiveOrZero(String what, Duration duration) {
        check(!duration.isNegative(), what + " " + duration + " must be above zero, or zero to turn it off");
    }
}
