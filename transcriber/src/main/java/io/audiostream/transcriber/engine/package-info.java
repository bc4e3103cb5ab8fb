/**
 * The interface between the transcriber and the Whisper engines. The engines check all values of a client before they
 * reach native code. This package depends on neither gRPC nor HTTP.
 */
@NullMarked
package io.audiostream.transcriber.engine;

import org.jspecify.annotations.NullMarked;
