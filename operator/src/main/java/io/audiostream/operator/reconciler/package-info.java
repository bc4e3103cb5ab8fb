/** Reconciles resources: reads the spec, applies the objects, writes the status and records Events. */
@NullMarked
package io.audiostream.operator.reconciler;

import org.jspecify.annotations.NullMarked;
