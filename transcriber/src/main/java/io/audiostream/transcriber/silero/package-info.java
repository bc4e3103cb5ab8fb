/** Silero VAD: tells speech from everything else. */
@NullMarked
package io.audiostream.transcriber.silero;

import org.jspecify.annotations.NullMarked;
