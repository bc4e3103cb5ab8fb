/** Runs the steps for one resource at a time: read it, apply its objects, write its status. */
@NullMarked
package io.audiostream.operator.reconciler;

import org.jspecify.annotations.NullMarked;
