/** The operator's own health, for the probes of its pod. */
@NullMarked
package io.audiostream.operator.health;

import org.jspecify.annotations.NullMarked;
