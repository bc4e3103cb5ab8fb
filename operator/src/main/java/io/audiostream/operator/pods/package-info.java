/** The pods of the services: watched, asked how busy they are, and marked so that busy ones go last. */
@NullMarked
package io.audiostream.operator.pods;

import org.jspecify.annotations.NullMarked;
