/** WebSockets, and the audio of a WebSocket as sessions. Knows no protocol above them. */
@NullMarked
package io.audiostream.transcriber.websocket;

import org.jspecify.annotations.NullMarked;
