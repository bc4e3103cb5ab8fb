/**
 * Derives the status and the Events of a resource from what the operator observed: pure, without a Kubernetes client.
 */
@NullMarked
package io.audiostream.operator.status;

import org.jspecify.annotations.NullMarked;
