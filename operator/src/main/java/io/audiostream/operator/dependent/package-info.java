/**
 * The Kubernetes objects of a resource, one class each. A class renders its object from the desired state and from
 * nothing else.
 */
@NullMarked
package io.audiostream.operator.dependent;

import org.jspecify.annotations.NullMarked;
