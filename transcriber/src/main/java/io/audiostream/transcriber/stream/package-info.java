/**
 * The plain WebSocket for live audio: the contract's messages as JSON, and audio in binary messages. For clients
 * without gRPC, such as browsers.
 */
@NullMarked
package io.audiostream.transcriber.stream;

import org.jspecify.annotations.NullMarked;
