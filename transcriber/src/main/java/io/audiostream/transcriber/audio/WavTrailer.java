package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Counts what follows the audio of a WAV file and is dropped. Chunks that are known to hold no audio, and zeros, do not
 * count. Not thread-safe.
 */
final class WavTrailer {

    /**
     * Bytes after the audio that may be neither zero nor a chunk. More of them are audio whose size the header has
     * wrong.
     */
    private static final int MAX_BYTES = 4 << 10;

    private static final Set<String> METADATA_CHUNKS = Set.of(
            "LIST", "INFO", "JUNK", "junk", "FLLR", "PAD ", "fact", "cue ", "plst", "labl", "note", "smpl", "inst",
            "bext", "iXML", "axml", "_PMX", "cart", "id3 ", "ID3 ", "PEAK", "DISP");

    private boolean tag;
    private int bytes;
    private long dropped;

    /** Returns whether a chunk can have this name. If not, the bytes from the name on are no chunk. */
    boolean isChunk(String name) {
        // Some writers append a tag of MP3, which may hold a picture.
        tag = name.startsWith("ID3") || name.startsWith("TAG");
        return name.matches("[A-Za-z0-9_ ]{4}");
    }

    /** Counts a chunk that is skipped. */
    void skip(String name, long size) {
        if (!METADATA_CHUNKS.contains(name)) {
            dropped += size;
        }
    }

    /**
     * Drops bytes that are no chunk, to the end of the buffer.
     *
     * @param audioBytes size of the audio before them
     * @throws AudioException when there are too many to be no audio
     */
    void drop(ByteBuffer in, long audioBytes) throws AudioException {
        while (in.hasRemaining()) {
            if (in.get() == 0) {
                continue;
            }
            dropped++;
            if (!tag && ++bytes > MAX_BYTES) {
                throw AudioException.ofData(
                        ("the WAV header declares %d bytes of audio, but bytes follow that are neither a RIFF chunk nor"
                                        + " another WAV file: correct the size in its data chunk, or set it to 0 for a stream")
                                .formatted(audioBytes));
            }
        }
    }

    /** Returns the number of bytes that were dropped since the last call. */
    long takeDropped() {
        long taken = dropped;
        dropped = 0;
        return taken;
    }
}
