package io.audiostream.operator.status;

/**
 * A transition of a resource, which {@code kubectl describe} shows as an Event.
 *
 * @param warning whether the Event has the type Warning: a person should look at it
 * @param message one or more sentences for people
 */
public record StatusEvent(boolean warning, EventReason reason, String message) {
    static StatusEvent normal(EventReason reason, String message) {
        return new StatusEvent(false, reason, message);
    }

    static StatusEvent warning(EventReason reason, String message) {
        return new StatusEvent(true, reason, message);
    }
}
