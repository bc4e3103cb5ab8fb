/** Command line and environment of the program {@code audiostream-operator}. */
@NullMarked
package io.audiostream.operator;

import org.jspecify.annotations.NullMarked;
