/** Exports the operator's metrics in Prometheus' text format. */
@NullMarked
package io.audiostream.operator.metrics;

import org.jspecify.annotations.NullMarked;
