/** Settings of GNU's OpenMP library, which runs the threads of both engines. */
@NullMarked
package io.audiostream.transcriber.engine.openmp;

import org.jspecify.annotations.NullMarked;
