package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.ModelInfo;
import java.util.Locale;
import java.util.Optional;

/** Signals that a session could not be opened, or that a chunk of an open session is invalid. */
public final class SessionRefusedException extends Exception {

    /**
     * The response header of a refusal that another pod may not share, with its reason. Envoy then tries another pod.
     * It does so only before the response begins: the header is part of a response that has nothing but an error.
     */
    public static final String HEADER = "x-audiostream-refused";

    /** Why the session or the chunk was refused. */
    public enum Reason {
        /** The model is not loaded yet. */
        LOADING,
        /** The server is shutting down. */
        DRAINING,
        /** All slots are in use. */
        NO_SLOT,
        /** The caller uses as many slots as one caller may. */
        CALLER_LIMIT,
        /** The audio has more separate channels than one call can have slots. */
        TOO_MANY_CHANNELS,
        /** Recordings of other calls occupy the memory for large messages. */
        NO_MEMORY,
        /** The recording would take longer than the call may, even without other calls. */
        TOO_LONG,
        /** The recording would take longer than the call may, because of the recordings of other calls. */
        BUSY,
        /** The message arrives so slowly that it would occupy its slot for too long. */
        TOO_SLOW,
        /** A field of the request has an invalid value. */
        INVALID,
        /** The service does not have that model or language, or the model cannot translate. */
        NOT_FOUND
    }

    private final Reason reason;
    private final String field;

    /** @param field path of the invalid field of the request; empty if the refusal is not about a field */
    public SessionRefusedException(Reason reason, String field, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    /** Makes the refusal of a request for another model than the service's. */
    public static SessionRefusedException unknownModel(ModelInfo model, String requested) {
        return new SessionRefusedException(
                Reason.NOT_FOUND,
                "metadata.model",
                "this service has the model '%s', not '%s'".formatted(model.name(), requested));
    }

    public Reason reason() {
        return reason;
    }

    public String field() {
        return field;
    }

    /** Returns the value of {@link #HEADER}; empty if the refusal has no such header. */
    public Optional<String> header() {
        return switch (reason) {
            case LOADING, DRAINING, NO_SLOT ->
                Optional.of(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            // These depend on the request, or on a message that Envoy has already passed on.
            case CALLER_LIMIT, TOO_MANY_CHANNELS, NO_MEMORY, TOO_LONG, BUSY, TOO_SLOW, INVALID, NOT_FOUND ->
                Optional.empty();
        };
    }
}
