/**
 * Slots (the number of streams that a pod keeps up with) and the decode queue. Finals of live sessions precede their
 * interims, and both precede recordings; sessions of the same rank take turns. A newer interim of a session replaces
 * one that still waits, so that interims do not queue up.
 */
@NullMarked
package io.audiostream.transcriber.scheduling;

import org.jspecify.annotations.NullMarked;
