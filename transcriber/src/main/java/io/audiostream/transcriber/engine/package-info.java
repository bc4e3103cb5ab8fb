/**
 * The boundary to Whisper: what the rest of the transcriber knows of an engine. Everything that passes it is checked
 * here, so that nothing a client sends can reach native code unchecked. Knows nothing of gRPC or HTTP.
 */
@NullMarked
package io.audiostream.transcriber.engine;

import org.jspecify.annotations.NullMarked;
