/** A span for each session and each of its segments, for OpenTelemetry. */
@NullMarked
package io.audiostream.transcriber.tracing;

import org.jspecify.annotations.NullMarked;
