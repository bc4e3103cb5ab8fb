/** Gets a model file onto this machine: resumed, verified, and only ever there as a whole. */
@NullMarked
package io.audiostream.transcriber.fetch;

import org.jspecify.annotations.NullMarked;
