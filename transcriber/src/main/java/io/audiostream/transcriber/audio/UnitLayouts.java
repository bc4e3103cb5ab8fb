package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.UnitWalker.Layout.INCOMPLETE;
import static io.audiostream.transcriber.audio.UnitWalker.Layout.UNKNOWN;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** The layouts of the formats whose units a {@link UnitWalker} follows. ffmpeg notices the end of the others. */
final class UnitLayouts {

    private static final int OGG_MAGIC = 'O' << 24 | 'g' << 16 | 'g' << 8 | 'S';
    private static final int OGG_HEADER = 27;

    /** A unit without end: a stream in which ffmpeg skips bytes in silence is never complete. */
    private static final long ENDLESS = Long.MAX_VALUE;

    private UnitLayouts() {}

    /** Returns the layout of a format. */
    static UnitWalker.Layout of(CompressedFormat format) {
        return switch (format) {
            case MP3 -> new TaggedFrames(MpegFrame.HEADER_BYTES, MpegFrame.Layer.III);
            case AAC -> new TaggedFrames(AdtsFrame.HEADER_BYTES, AdtsFrame::length);
            case OGG -> UnitLayouts::ogg;
            case MP4 -> mp4();
            case FLAC, WEBM, AMR -> _ -> UNKNOWN;
        };
    }

    /** Returns the layout of ID3v2 tags: the walk ends at the first byte that is none. */
    static UnitWalker.Layout leadingTags() {
        return new UnitWalker.Layout() {
            @Override
            public long length(ByteBuffer header) {
                return MetadataTag.id3v2Length(header);
            }

            @Override
            public boolean isTag(ByteBuffer header) {
                return true;
            }
        };
    }

    /** Frames, with tags before, between and after them. */
    private record TaggedFrames(int headerBytes, FrameHeader frame) implements UnitWalker.Layout {

        @Override
        public long length(ByteBuffer header) {
            long tag = MetadataTag.length(header);
            if (tag != MetadataTag.NONE) {
                return tag;
            }
            if (header.limit() < headerBytes) {
                return INCOMPLETE;
            }
            byte[] bytes = new byte[headerBytes];
            header.get(0, bytes);
            return frame.length(bytes, 0).orElse((int) UNKNOWN);
        }

        @Override
        public boolean isTag(ByteBuffer header) {
            return MetadataTag.length(header) != MetadataTag.NONE;
        }
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
