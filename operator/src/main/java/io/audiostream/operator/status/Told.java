package io.audiostream.operator.status;

/**
 * Something that happened to a resource, as {@code kubectl describe} shows it.
 *
 * @param warning whether a person should look at it
 * @param reason one CamelCase word
 * @param message one sentence
 */
public record Told(boolean warning, String reason, String message) {
    static Told normal(String reason, String message) {
        return new Told(false, reason, message);
    }

    static Told warning(String reason, String message) {
        return new Told(true, reason, message);
    }
}
