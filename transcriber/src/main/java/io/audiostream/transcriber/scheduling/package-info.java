/**
 * Slots (the number of streams that a pod keeps up with) and the decode queue. Sessions take turns, and finals precede
 * interims. A newer interim of a session replaces one that still waits, so that interims do not queue up.
 */
@NullMarked
package io.audiostream.transcriber.scheduling;

import org.jspecify.annotations.NullMarked;
