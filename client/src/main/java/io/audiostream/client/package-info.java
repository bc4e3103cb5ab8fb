/**
 * The Java client of audiostream: live streams, and whole recordings in one call.
 *
 * <p>Requests and results are the messages of the contract ({@code io.audiostream.proto}), so every field of it is
 * available here.
 */
@NullMarked
package io.audiostream.client;

import org.jspecify.annotations.NullMarked;
