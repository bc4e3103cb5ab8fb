/**
 * Slots (the number of streams that a pod keeps up with) and the decode queue. Sessions take turns, and finals precede
 * interims. A newer interim replaces one that still waits, so that no queue grows.
 */
@NullMarked
package io.audiostream.transcriber.scheduling;

import org.jspecify.annotations.NullMarked;
