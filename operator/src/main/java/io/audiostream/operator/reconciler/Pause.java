package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the annotation with which a user makes the operator change nothing. */
final class Pause {
    static final String ANNOTATION = "audiostream.io/pause";

    private Pause() {}

    /** Returns what the status says while the operator is to change nothing; empty without the annotation. */
    static Optional<Problem> of(TranscriptionService resource) {
        var annotations = Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.<String, String>of());
        return Optional.ofNullable(annotations.get(ANNOTATION))
                .filter(value -> !value.equals("false"))
                .map(value -> new Problem(Reason.PAUSED, message(value)));
    }

    /** A wrong value pauses as well: its author wants the operator to stop. */
    private static String message(String value) {
        var paused = "The operator changes nothing, because of the annotation %s. Remove it to continue."
                .formatted(ANNOTATION);
        return value.equals("true")
                ? paused
                : paused + " Its value is '%s'; write \"true\" or \"false\".".formatted(value);
    }
}
