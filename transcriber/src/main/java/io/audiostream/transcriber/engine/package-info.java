/**
 * The interface between the transcriber and the Whisper engines. All values of a client are checked here before they
 * reach native code. This package depends on neither gRPC nor HTTP.
 */
@NullMarked
package io.audiostream.transcriber.engine;

import org.jspecify.annotations.NullMarked;
