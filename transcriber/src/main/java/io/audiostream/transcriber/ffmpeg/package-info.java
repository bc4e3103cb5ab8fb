/** Decodes compressed audio with ffmpeg, in a subprocess for each stream. */
@NullMarked
package io.audiostream.transcriber.ffmpeg;

import org.jspecify.annotations.NullMarked;
