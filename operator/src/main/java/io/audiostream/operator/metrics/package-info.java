/** What the operator counts, as Prometheus reads it. */
@NullMarked
package io.audiostream.operator.metrics;

import org.jspecify.annotations.NullMarked;
