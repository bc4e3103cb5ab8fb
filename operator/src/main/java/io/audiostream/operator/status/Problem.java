package io.audiostream.operator.status;

/**
 * Something that keeps the operator from making what the resource asks for.
 *
 * @param reason one CamelCase word for programs
 * @param message what was seen and what to do, for people
 */
public record Problem(String reason, String message) {}
