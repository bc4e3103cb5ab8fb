/** GNU's OpenMP library, on which the threads of both engines run. */
@NullMarked
package io.audiostream.transcriber.engine.openmp;

import org.jspecify.annotations.NullMarked;
