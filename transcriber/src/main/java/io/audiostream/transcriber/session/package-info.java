/**
 * One stream's life: audio in, segments out. A session is fed by whatever carries it (gRPC, HTTP) and knows of neither;
 * its work is done on an executor of its own, one step at a time, so that no caller's thread ever decodes or waits.
 */
@NullMarked
package io.audiostream.transcriber.session;

import org.jspecify.annotations.NullMarked;
