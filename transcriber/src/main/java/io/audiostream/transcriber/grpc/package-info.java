/**
 * The gRPC side: the service, its interceptors, and how outcomes become statuses. Its threads never decode or block.
 */
@NullMarked
package io.audiostream.transcriber.grpc;

import org.jspecify.annotations.NullMarked;
