package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Follows the units of compressed audio: the frames of MP3 and AAC, the pages of Ogg or the boxes of MP4. Leaves out
 * the tags between frames, at which ffmpeg fails. Notices a stream that ends inside a frame or a page, which ffmpeg
 * passes over in silence. Not thread-safe.
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

        /** Returns whether a unit of known length is a tag, which is left out. */
        default boolean isTag(ByteBuffer header) {
            return false;
        }
    }

    /** The longest header is that of an Ogg page: 27 bytes, and up to 255 for the lengths of its segments. */
    private static final int MAX_HEADER = 27 + 255;

    private final Layout layout;
    private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER);

    /** Bytes of the unit that are yet to come. */
    private long rest;

    private boolean tag;
    private boolean lost;

    UnitWalker(Layout layout) {
        this.layout = layout;
    }

    /**
     * Follows the next bytes of the stream.
     *
     * @param bytes its position changes
     * @param audio receives these bytes without the tags, in order. An end that may be the header of a tag follows
     *     later.
     */
    void accept(ByteBuffer bytes, Consumer<ByteBuffer> audio) {
        int from = bytes.position();
        int held = header.position();
        while (bytes.hasRemaining() && !lost) {
            int skipped = (int) Math.min(rest, bytes.remaining());
            bytes.position(bytes.position() + skipped);
            rest -= skipped;
            if (tag) {
                from = bytes.position();
                tag = rest > 0;
            }
            if (rest == 0 && bytes.hasRemaining()) {
                header.put(bytes.get());
                if (!readHeader()) {
                    continue;
                }
                if (tag) {
                    pass(bytes, from, bytes.position() - header.position(), audio);
                    from = bytes.position();
                } else {
                    passHeader(held, audio);
                }
                held = 0;
                header.clear();
            }
        }
        pass(bytes, from, bytes.limit() - (header.position() - held), audio);
    }

    /** Passes on what was held back, at the end of the stream. */
    void finish(Consumer<ByteBuffer> audio) {
        passHeader(header.position(), audio);
    }

    /** Returns whether the header is complete, or is none. */
    private boolean readHeader() {
        ByteBuffer soFar = header.duplicate().flip();
        long length = layout.length(soFar);
        if (length == Layout.INCOMPLETE && header.hasRemaining()) {
            return false;
        }
        lost = length < header.position();
        tag = !lost && layout.isTag(soFar);
        rest = length - header.position();
        return true;
    }

    private static void pass(ByteBuffer bytes, int from, int to, Consumer<ByteBuffer> audio) {
        if (to > from) {
            audio.accept(bytes.duplicate().limit(to).position(from).slice());
        }
    }

    /** Passes on the beginning of the header as a copy, because the buffer is used again. */
    private void passHeader(int length, Consumer<ByteBuffer> audio) {
        pass(ByteBuffer.wrap(Arrays.copyOf(header.array(), length)), 0, length, audio);
    }

    /** Returns whether the bytes so far end inside a unit. */
    boolean endsInside() {
        return !lost && (rest > 0 || header.position() > 0);
    }
}
