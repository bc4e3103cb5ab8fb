/**
 * Runs one resource as processes on this machine. Envoy and the transcriber are child processes, with the same
 * arguments and configuration as in a cluster.
 */
@NullMarked
package io.audiostream.operator.local;

import org.jspecify.annotations.NullMarked;
