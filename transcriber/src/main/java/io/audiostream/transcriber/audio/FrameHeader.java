package io.audiostream.transcriber.audio;

import java.util.OptionalInt;

/** Parses the header of a frame of compressed audio. */
interface FrameHeader {

    /**
     * Returns the length in bytes of the frame whose header is at {@code at}; empty when there is no valid header.
     * {@code bytes} has all bytes of the header from {@code at} on.
     */
    OptionalInt length(byte[] bytes, int at);
}
