/** Metrics for Prometheus, and one log line per session. */
@NullMarked
package io.audiostream.transcriber.metrics;

import org.jspecify.annotations.NullMarked;
