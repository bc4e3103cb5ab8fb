/**
 * The life of one stream: audio in, segments out. The transports (gRPC, HTTP) feed sessions; sessions depend on
 * neither. Each session runs on a sequential executor of its own, so that a caller's thread never decodes or blocks.
 */
@NullMarked
package io.audiostream.transcriber.session;

import org.jspecify.annotations.NullMarked;
