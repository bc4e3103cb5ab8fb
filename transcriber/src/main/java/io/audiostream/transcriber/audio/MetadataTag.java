package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Parses the tags that stand before, between and after the frames of MP3 and AAC: ID3v2 (ID3v2.4, section 3.1), ID3v1
 * and APEv2. They hold a title or a picture, and no audio.
 */
final class MetadataTag {

    /** The bytes are no tag. */
    static final long NONE = -1;

    private static final String ID3 = "ID3";
    private static final int ID3_HEADER = 10;
    private static final int ID3_FLAGS = 5;
    private static final int ID3_SIZE = 6;
    private static final int ID3_HAS_FOOTER = 0x10;
    private static final int ID3V2_VERSIONS = 0xFE;

    private static final String ID3V1 = "TAG";
    private static final int ID3V1_BYTES = 128;

    private static final String APE = "APETAGEX";
    private static final int APE_HEADER = 32;
    private static final int APE_SIZE = 12;
    private static final int APE_FLAGS = 20;
    private static final int APE_IS_HEADER = 1 << 29;

    private MetadataTag() {}

    /**
     * Returns the length of the tag, with its header, or {@link UnitWalker.Layout#INCOMPLETE}, or {@link #NONE}.
     *
     * @param header the first bytes so far, from 0 to the limit; at least one
     */
    static long length(ByteBuffer header) {
        if (begins(header, ID3V1)) {
            return header.limit() < ID3V1.length() ? UnitWalker.Layout.INCOMPLETE : ID3V1_BYTES;
        }
        if (begins(header, APE)) {
            return header.limit() < APE_HEADER ? UnitWalker.Layout.INCOMPLETE : apeLength(header);
        }
        return id3v2Length(header);
    }

    /** As {@link #length}, of an ID3v2 tag only, which is the one that stands before audio of any format. */
    static long id3v2Length(ByteBuffer header) {
        if (!begins(header, ID3)) {
            return NONE;
        }
        if (header.limit() < ID3_HEADER) {
            return UnitWalker.Layout.INCOMPLETE;
        }
        boolean versioned = (header.get(3) & 0xFF) <= ID3V2_VERSIONS && (header.get(4) & 0xFF) <= ID3V2_VERSIONS;
        int size = header.getInt(ID3_SIZE);
        if (!versioned || (size & 0x8080_8080) != 0) {
            return NONE;
        }
        boolean footer = (header.get(ID3_FLAGS) & ID3_HAS_FOOTER) != 0;
        return ID3_HEADER + synchsafe(size) + (footer ? ID3_HEADER : 0);
    }

    /** A tag without a header has only a footer, after its content, so its beginning is unknown. */
    private static long apeLength(ByteBuffer header) {
        ByteBuffer numbers = header.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        boolean isHeader = (numbers.getInt(APE_FLAGS) & APE_IS_HEADER) != 0;
        return isHeader ? APE_HEADER + Integer.toUnsignedLong(numbers.getInt(APE_SIZE)) : NONE;
    }

    /** Reads a number with 7 bits in each byte. */
    private static int synchsafe(int value) {
        return value & 0x7F | value >> 1 & 0x3F80 | value >> 2 & 0x1F_C000 | value >> 3 & 0xFE0_0000;
    }

    /** Returns whether the bytes so far begin with a name, or with a part of it. */
    private static boolean begins(ByteBuffer header, String name) {
        int length = Math.min(name.length(), header.limit());
        byte[] first = new byte[length];
        header.get(0, first);
        return name.startsWith(new String(first, StandardCharsets.ISO_8859_1));
    }
}
