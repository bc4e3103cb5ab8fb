/** The transcriber process: its command line, and how its parts are put together, started and drained. */
@NullMarked
package io.audiostream.transcriber;

import org.jspecify.annotations.NullMarked;
