package io.audiostream.transcriber.audio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Detects an audio container by its first bytes. */
final class ContainerSniffer {

    /** Result of the detection. */
    sealed interface Verdict {}

    /** A supported format, or no result yet. */
    enum Known implements Verdict {
        WAV,
        RAW,
        UNDECIDED
    }

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

    private static final Other MP3 = new Other("MP3");

    private static final List<Magic> MAGIC = List.of(
            new Magic(0, "RIFF", Known.WAV),
            new Magic(0, "ID3", MP3),
            new Magic(0, "fLaC", new Other("FLAC")),
            new Magic(0, "OggS", new Other("Ogg")),
            new Magic(0, "\u001A\u0045\u00DF\u00A3", new Other("WebM")),
            new Magic(4, "ftyp", new Other("MP4 or M4A")),
            new Magic(0, "FORM", new Other("AIFF")),
            new Magic(0, "caff", new Other("CAF")),
            new Magic(0, "#!AMR", new Other("AMR")),
            new Magic(0, "\u0030\u0026\u00B2\u0075", new Other("WMA")),
            new Magic(0, "RF64", new Other("RF64, a WAV file over 4 GiB")));

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
        return mp3(first, complete);
    }

    /** Raw samples may equal the header of an MP3 frame by chance, so a second header has to follow where it ends. */
    private static Verdict mp3(byte[] first, boolean complete) {
        OptionalInt length = Mp3Frame.length(first, 0);
        if (length.isEmpty()) {
            return Known.RAW;
        }
        if (first.length < length.getAsInt() + Mp3Frame.HEADER_BYTES) {
            return complete ? Known.RAW : Known.UNDECIDED;
        }
        return Mp3Frame.length(first, length.getAsInt()).isPresent() ? MP3 : Known.RAW;
    }
}
