/** Voice activity detection with Silero VAD, run by ONNX Runtime. */
@NullMarked
package io.audiostream.transcriber.silero;

import org.jspecify.annotations.NullMarked;
