package io.audiostream.operator.status;

/**
 * Something that happened to a resource, as {@code kubectl describe} shows it.
 *
 * @param warning whether a person should look at it
 * @param reason one CamelCase word
 * @param message one sentence
 */
public record StatusEvent(boolean warning, String reason, String message) {
    static StatusEvent normal(String reason, String message) {
        return new StatusEvent(false, reason, message);
    }

    static StatusEvent warning(String reason, String message) {
        return new StatusEvent(true, reason, message);
    }
}
