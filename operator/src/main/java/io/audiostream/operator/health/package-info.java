/** Serves the operator's own health to the probes of its pod. */
@NullMarked
package io.audiostream.operator.health;

import org.jspecify.annotations.NullMarked;
