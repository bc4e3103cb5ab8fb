/** The program {@code audiostream-operator}: its command line and what its environment sets. */
@NullMarked
package io.audiostream.operator;

import org.jspecify.annotations.NullMarked;
