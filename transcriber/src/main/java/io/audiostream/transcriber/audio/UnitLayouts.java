package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.UnitWalker.Layout.INCOMPLETE;
import static io.audiostream.transcriber.audio.UnitWalker.Layout.UNKNOWN;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** The layouts of the formats whose units a {@link UnitWalker} follows. ffmpeg notices the end of the others. */
final class UnitLayouts {

    private static final int ID3 = 'I' << 16 | 'D' << 8 | '3';
    private static final int ID3_HEADER = 10;
    private static final int OGG_MAGIC = 'O' << 24 | 'g' << 16 | 'g' << 8 | 'S';
    private static final int OGG_HEADER = 27;

    /** A unit without end: a stream in which ffmpeg skips bytes in silence is never complete. */
    private static final long ENDLESS = Long.MAX_VALUE;

    private UnitLayouts() {}

    /** Returns the layout of a format. */
    static UnitWalker.Layout of(CompressedFormat format) {
        return switch (format) {
            case MP3 -> UnitLayouts::mp3;
            case OGG -> UnitLayouts::ogg;
            case MP4 -> mp4();
            case AAC, FLAC, WEBM, AMR -> _ -> UNKNOWN;
        };
    }

    /** A frame, or a tag before the first one (ID3v2.4, section 3.1). Tags at the end of the file end the walk. */
    private static long mp3(ByteBuffer header) {
        if (header.limit() < Mp3Frame.HEADER_BYTES) {
            return INCOMPLETE;
        }
        if (header.getInt(0) >>> 8 == ID3) {
            return header.limit() < ID3_HEADER ? INCOMPLETE : ID3_HEADER + synchsafe(header.getInt(ID3_HEADER - 4));
        }
        byte[] bytes = new byte[Mp3Frame.HEADER_BYTES];
        header.get(0, bytes);
        return Mp3Frame.length(bytes, 0).orElse((int) UNKNOWN);
    }

    /** Reads a number with 7 bits in each byte. */
    private static int synchsafe(int value) {
        return value & 0x7F | value >> 1 & 0x3F80 | value >> 2 & 0x1F_C000 | value >> 3 & 0xFE0_0000;
    }

    /** A box. A second index begins another file, which ffmpeg skips. */
    private static UnitWalker.Layout mp4() {
        var indexed = new AtomicBoolean();
        return header -> {
            long length = Mp4Box.length(header, 0);
            boolean isIndex = length > 0 && Mp4Box.type(header, 0).equals("moov");
            return isIndex && indexed.getAndSet(true) ? ENDLESS : length;
        };
    }

    /** A page (RFC 3533, section 6). */
    private static long ogg(ByteBuffer header) {
        if (header.limit() >= Integer.BYTES && header.getInt(0) != OGG_MAGIC) {
            return ENDLESS; // ffmpeg searches for the next page
        }
        if (header.limit() < OGG_HEADER || header.limit() < OGG_HEADER + (header.get(OGG_HEADER - 1) & 0xFF)) {
            return INCOMPLETE;
        }
        long length = header.limit();
        for (int at = OGG_HEADER; at < header.limit(); at++) {
            length += header.get(at) & 0xFF;
        }
        return length;
    }
}
