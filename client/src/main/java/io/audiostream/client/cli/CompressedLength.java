package io.audiostream.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the length of a compressed recording, for pacing and progress only: from the headers of FLAC and MP4, the last
 * page of Ogg, and the bit rate or the frame count of MP3.
 */
final class CompressedLength {

    private static final int HEAD_BYTES = 4096;

    /** An Ogg page has at most 65307 bytes, so the last one begins in here. */
    private static final int TAIL_BYTES = 65_307;

    private static final int MP4_BOX_HEADER = 8;
    private static final int OPUS_RATE_HERTZ = 48_000;

    private CompressedLength() {}

    /** Returns the length; empty for other formats, and if the file does not say it. */
    static Optional<Duration> of(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer head = read(channel, 0, HEAD_BYTES);
            double seconds = seconds(channel, head);
            return seconds > 0 && seconds < Duration.ofDays(365).toSeconds()
                    ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
                    : Optional.empty();
        } catch (IndexOutOfBoundsException e) {
            // A header that is cut off. The service judges the file.
            return Optional.empty();
        }
    }

    /** Returns 0 for an unknown length. */
    private static double seconds(SeekableByteChannel channel, ByteBuffer head) throws IOException {
        if (head.limit() < 16) {
            return 0;
        }
        if (has(head, 0, "fLaC")) {
            return flac(head);
        }
        if (has(head, 0, "OggS")) {
            return ogg(channel, head);
        }
        if (has(head, 4, "ftyp")) {
            return mp4(channel);
        }
        return Mp3Length.seconds(channel, head);
    }

    /** STREAMINFO: 20 bits of sample rate, and 36 bits of the number of samples. */
    private static double flac(ByteBuffer head) {
        int rate = head.getInt(18) >>> 12;
        long samples = (head.get(21) & 0xFL) << 32 | Integer.toUnsignedLong(head.getInt(22));
        return rate == 0 ? 0 : (double) samples / rate;
    }

    /** The granule position of the last page counts samples. */
    private static double ogg(SeekableByteChannel channel, ByteBuffer head) throws IOException {
        int packet = 27 + Byte.toUnsignedInt(head.get(26));
        int rate;
        long skipped = 0;
        if (has(head, packet, "OpusHead")) {
            rate = OPUS_RATE_HERTZ;
            skipped = Short.toUnsignedInt(Short.reverseBytes(head.getShort(packet + 10)));
        } else if (has(head, packet, "\u0001vorbis")) {
            rate = Integer.reverseBytes(head.getInt(packet + 12));
        } else {
            return 0;
        }
        ByteBuffer tail = read(channel, Math.max(0, channel.size() - TAIL_BYTES), TAIL_BYTES);
        for (int at = tail.limit() - 27; at >= 0; at--) {
            if (has(tail, at, "OggS")) {
                long granule = Long.reverseBytes(tail.getLong(at + 6));
                return rate <= 0 ? 0 : (double) (granule - skipped) / rate;
            }
        }
        return 0;
    }

    /** The movie header is a box in the box {@code moov}, which may follow the audio. */
    private static double mp4(SeekableByteChannel channel) throws IOException {
        long at = 0;
        long end = channel.size();
        while (at + MP4_BOX_HEADER <= end) {
            ByteBuffer box = read(channel, at, 64);
            long size = Integer.toUnsignedLong(box.getInt(0));
            int header = MP4_BOX_HEADER;
            if (size == 1) {
                size = box.getLong(MP4_BOX_HEADER);
                header += Long.BYTES;
            }
            if (has(box, 4, "moov")) {
                end = size == 0 ? end : Math.min(end, at + size);
                at += header;
            } else if (has(box, 4, "mvhd")) {
                boolean wide = box.get(8) == 1;
                long scale = Integer.toUnsignedLong(box.getInt(wide ? 28 : 20));
                long length = wide ? box.getLong(32) : Integer.toUnsignedLong(box.getInt(24));
                return scale == 0 ? 0 : (double) length / scale;
            } else if (size < header || size > end - at) {
                return 0;
            } else {
                at += size;
            }
        }
        return 0;
    }

    static ByteBuffer read(SeekableByteChannel channel, long position, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(size, channel.size() - position)));
        channel.position(position);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    static boolean has(ByteBuffer bytes, int at, String tag) {
        byte[] expected = tag.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || at + expected.length > bytes.limit()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.get(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
