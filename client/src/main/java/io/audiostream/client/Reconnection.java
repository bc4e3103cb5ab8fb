package io.audiostream.client;

import java.time.Duration;

/**
 * A new attempt to connect a stream.
 *
 * @param attempt number of the attempt since the stream last made progress, from 1
 * @param resumesFrom position in the audio from which the stream sends again; all text before it is final
 * @param cause the error that ended the connection or the attempt before
 */
public record Reconnection(int attempt, Duration resumesFrom, TranscriptionException cause) {}
