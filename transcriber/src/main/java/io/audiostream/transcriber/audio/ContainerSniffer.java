package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.MpegFrame.Layer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Detects the format of a file by its first bytes. */
final class ContainerSniffer {

    /** Result of the detection: {@link Known}, {@link Compressed} or {@link Other}. */
    sealed interface Verdict {}

    /** A supported format, or no result yet. */
    enum Known implements Verdict {
        WAV,
        RAW,
        UNDECIDED
    }

    /** A format that a {@link Transcoder} decodes. */
    record Compressed(CompressedFormat format) implements Verdict {}

    /**
     * An unsupported format.
     *
     * @param name its common name, such as "MP3"
     */
    record Other(String name) implements Verdict {}

    private record Magic(int at, byte[] bytes, Verdict verdict) {

        private Magic(int at, String bytes, Verdict verdict) {
            this(at, bytes.getBytes(StandardCharsets.ISO_8859_1), verdict);
        }

        boolean matches(byte[] first) {
            int end = at + bytes.length;
            return first.length >= end && Arrays.equals(first, at, end, bytes, 0, bytes.length);
        }
    }

    /**
     * Frames, each with a header. Raw samples may equal a header by chance, so a second one has to follow.
     *
     * @param sameThirdByte whether the third byte of all headers is the same
     */
    private record Frames(FrameHeader header, int headerBytes, boolean sameThirdByte, Verdict verdict) {

        Verdict detect(byte[] first, boolean complete, int length) {
            if (first.length < length + headerBytes) {
                return complete ? Known.RAW : Known.UNDECIDED;
            }
            boolean second =
                    header.length(first, length).isPresent() && (!sameThirdByte || first[length + 2] == first[2]);
            return second ? verdict : Known.RAW;
        }
    }

    private static final Compressed MP3 = new Compressed(CompressedFormat.MP3);
    private static final Other TRANSPORT_STREAM = new Other("an MPEG transport stream");
    private static final Other MP4_PART = new Other("a part of an MP4 or M4A file");

    private static final List<Magic> MAGIC = List.of(
            new Magic(0, "RIFF", Known.WAV),
            new Magic(0, "ID3", MP3),
            new Magic(0, "fLaC", new Compressed(CompressedFormat.FLAC)),
            new Magic(0, "OggS", new Compressed(CompressedFormat.OGG)),
            new Magic(0, "\u001A\u0045\u00DF\u00A3", new Compressed(CompressedFormat.WEBM)),
            new Magic(0, "\u001F\u0043\u00B6\u0075", new Other("a part of a WebM file without its beginning")),
            new Magic(4, "ftyp", new Compressed(CompressedFormat.MP4)),
            new Magic(4, "styp", MP4_PART),
            new Magic(4, "moof", MP4_PART),
            new Magic(4, "moov", MP4_PART),
            new Magic(4, "sidx", MP4_PART),
            new Magic(4, "mdat", MP4_PART),
            new Magic(0, "FORM", new Other("AIFF")),
            new Magic(0, "caff", new Other("CAF")),
            new Magic(0, ".snd", new Other("AU")),
            new Magic(0, "#!AMR", new Compressed(CompressedFormat.AMR)),
            new Magic(0, "ADIF", new Other("AAC with an ADIF header")),
            new Magic(0, "MThd", new Other("MIDI")),
            new Magic(0, "FLV\u0001", new Other("Flash video")),
            new Magic(0, "\u0030\u0026\u00B2\u0075", new Other("WMA")),
            new Magic(0, "RF64", new Other("RF64, a WAV file over 4 GiB")),
            new Magic(0, "riff\u002E\u0091\u00CF\u0011", new Other("Wave64, a WAV file with 64-bit sizes")),
            new Magic(0, "RIFX", new Other("RIFX, a WAV file with big-endian numbers")),
            new Magic(0, "%PDF", new Other("a PDF document")),
            new Magic(0, "\u0089PNG", new Other("a PNG image")),
            new Magic(0, "\u00FF\u00D8\u00FF\u00E0", new Other("a JPEG image")),
            new Magic(0, "\u00FF\u00D8\u00FF\u00E1", new Other("a JPEG image")),
            new Magic(0, "\u00FF\u00D8\u00FF\u00DB", new Other("a JPEG image")),
            new Magic(0, "GIF8", new Other("a GIF image")),
            new Magic(0, "PK\u0003\u0004", new Other("a ZIP archive")),
            new Magic(0, "\u001F\u008B\u0008", new Other("gzip")),
            new Magic(0, "\u0028\u00B5\u002F\u00FD", new Other("Zstandard")),
            new Magic(0, "7z\u00BC\u00AF", new Other("a 7z archive")),
            new Magic(0, "\u00FD7zXZ", new Other("XZ")));

    private static final List<Frames> FRAMES = List.of(
            new Frames(Layer.III, MpegFrame.HEADER_BYTES, false, MP3),
            new Frames(Layer.II, MpegFrame.HEADER_BYTES, false, new Other("MP2")),
            new Frames(AdtsFrame::length, AdtsFrame.HEADER_BYTES, true, new Compressed(CompressedFormat.AAC)));

    /** End of the longest signature in {@link #MAGIC}. */
    private static final int MAGIC_BYTES = 8;

    private ContainerSniffer() {}

    /**
     * @param first the stream's bytes so far
     * @param complete whether the stream has ended
     * @return {@link Known#UNDECIDED} only when {@code complete} is false
     */
    static Verdict detect(byte[] first, boolean complete) {
        for (Magic magic : MAGIC) {
            if (magic.matches(first)) {
                return magic.verdict();
            }
        }
        if (first.length < MAGIC_BYTES) {
            return complete ? Known.RAW : Known.UNDECIDED;
        }
        if (TransportPacket.begins(first)) {
            return first.length >= TransportPacket.NEEDED_BYTES
                    ? TRANSPORT_STREAM
                    : complete ? Known.RAW : Known.UNDECIDED;
        }
        for (Frames frames : FRAMES) {
            OptionalInt length = frames.header().length(first, 0);
            if (length.isPresent()) {
                return frames.detect(first, complete, length.getAsInt());
            }
        }
        return Known.RAW;
    }
}
