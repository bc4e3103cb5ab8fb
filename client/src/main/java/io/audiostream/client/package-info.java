/**
 * The Java client of audiostream: live streams of audio up, text down, and whole recordings in one call.
 *
 * <p>Requests and results are the messages of the contract ({@code io.audiostream.proto}), so nothing of it is out of
 * reach here.
 */
@NullMarked
package io.audiostream.client;

import org.jspecify.annotations.NullMarked;
