/** Watches the pods of the resources, polls their load and sets their deletion costs. */
@NullMarked
package io.audiostream.operator.pods;

import org.jspecify.annotations.NullMarked;
