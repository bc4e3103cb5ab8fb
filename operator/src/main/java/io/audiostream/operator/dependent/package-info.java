/**
 * The Kubernetes objects of a resource, one class each. They render the desired state and decide nothing themselves.
 */
@NullMarked
package io.audiostream.operator.dependent;

import org.jspecify.annotations.NullMarked;
