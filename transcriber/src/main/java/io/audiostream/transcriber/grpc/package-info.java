/**
 * The gRPC server: the service, its interceptors, and the mapping between messages and sessions. gRPC's threads never
 * decode or block.
 */
@NullMarked
package io.audiostream.transcriber.grpc;

import org.jspecify.annotations.NullMarked;
