/**
 * One resource as processes on this machine: the same desired model as in a cluster, Envoy and transcriber as children.
 */
@NullMarked
package io.audiostream.operator.local;

import org.jspecify.annotations.NullMarked;
