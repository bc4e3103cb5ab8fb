/** OpenTelemetry spans of sessions and their segments. */
@NullMarked
package io.audiostream.transcriber.tracing;

import org.jspecify.annotations.NullMarked;
