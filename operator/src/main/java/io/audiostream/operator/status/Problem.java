package io.audiostream.operator.status;

/**
 * A reason for the Degraded condition to be True.
 *
 * @param reason a reason of the Degraded condition
 * @param message the values seen and the remedy, for people
 */
public record Problem(Reason reason, String message) {}
