/** OpenAI's Realtime protocol for transcriptions, over a WebSocket. */
@NullMarked
package io.audiostream.transcriber.realtime;

import org.jspecify.annotations.NullMarked;
