package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;

/**
 * Follows the units of compressed audio: the frames of MP3, the pages of Ogg or the boxes of MP4. Notices a stream that
 * ends inside a frame or a page, which ffmpeg passes over in silence. Not thread-safe.
 */
final class UnitWalker {

    /** Reads the header of a unit. */
    interface Layout {

        /** More bytes of the header are needed. */
        long INCOMPLETE = 0;

        /** The bytes are no unit: the walk ends. */
        long UNKNOWN = -1;

        /**
         * Returns the length of the unit, with its header, or {@link #INCOMPLETE}, or {@link #UNKNOWN}.
         *
         * @param header the unit's first bytes so far, from 0 to the limit; at least one
         */
        long length(ByteBuffer header);
    }

    /** The longest header is that of an Ogg page: 27 bytes, and up to 255 for the lengths of its segments. */
    private static final int MAX_HEADER = 27 + 255;

    private final Layout layout;
    private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER);
    private long rest;
    private boolean lost;

    UnitWalker(Layout layout) {
        this.layout = layout;
    }

    /**
     * Follows the next bytes of the stream.
     *
     * @param bytes its position changes
     */
    void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !lost) {
            int skipped = (int) Math.min(rest, bytes.remaining());
            bytes.position(bytes.position() + skipped);
            rest -= skipped;
            if (rest == 0 && bytes.hasRemaining()) {
                header.put(bytes.get());
                readHeader();
            }
        }
    }

    private void readHeader() {
        long length = layout.length(header.duplicate().flip());
        if (length == Layout.INCOMPLETE && header.hasRemaining()) {
            return;
        }
        lost = length < header.position();
        rest = length - header.position();
        header.clear();
    }

    /** Returns whether the bytes so far end inside a unit. */
    boolean endsInside() {
        return !lost && (rest > 0 || header.position() > 0);
    }
}
