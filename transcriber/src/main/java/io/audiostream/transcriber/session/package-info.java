/**
 * Turns the audio of a stream into results, segment by segment. The transports (gRPC, HTTP) open the sessions; this
 * package depends on neither. Each session runs on a sequential executor of its own, so that a caller's thread never
 * decodes or blocks.
 */
@NullMarked
package io.audiostream.transcriber.session;

import org.jspecify.annotations.NullMarked;
