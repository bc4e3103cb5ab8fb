/** Command line of the transcriber, and the assembly, startup and drain of its parts. */
@NullMarked
package io.audiostream.transcriber;

import org.jspecify.annotations.NullMarked;
