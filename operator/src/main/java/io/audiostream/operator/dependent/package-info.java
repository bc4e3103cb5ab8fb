/** The objects that a resource becomes, one class each: they render the desired model and decide nothing themselves. */
@NullMarked
package io.audiostream.operator.dependent;

import org.jspecify.annotations.NullMarked;
