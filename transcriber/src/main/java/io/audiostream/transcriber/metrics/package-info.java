/** What there is to see of the process: metrics for Prometheus, and a line in the log for each session. */
@NullMarked
package io.audiostream.transcriber.metrics;

import org.jspecify.annotations.NullMarked;
