package io.audiostream.transcriber.engine.whispercpp;

import io.audiostream.transcriber.engine.EngineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Validates a ggml model file before the native loader reads it, because the loader crashes the process on a truncated
 * or invalid file. Layout: magic, eleven model dimensions, mel filters, vocabulary, then tensors up to the end of the
 * file. All integers are little-endian, 32 bit.
 */
final class GgmlModelFile {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int MAGIC = 0x67676d6c; // "ggml"
    private static final int FFT_BINS = 201; // of a window of 400 samples

    /** Size of a quantization block, in elements and in bytes. */
    private record Block(int elements, int bytes) {}

    /** Blocks by ggml's type number. */
    private static final Map<Integer, Block> TYPES = Map.ofEntries(
            Map.entry(0, new Block(1, 4)), // f32
            Map.entry(1, new Block(1, 2)), // f16
            Map.entry(2, new Block(32, 18)), // q4_0
            Map.entry(3, new Block(32, 20)), // q4_1
            Map.entry(6, new Block(32, 22)), // q5_0
            Map.entry(7, new Block(32, 24)), // q5_1
            Map.entry(8, new Block(32, 34)), // q8_0
            Map.entry(10, new Block(256, 84)), // q2_K
            Map.entry(11, new Block(256, 110)), // q3_K
            Map.entry(12, new Block(256, 144)), // q4_K
            Map.entry(13, new Block(256, 176)), // q5_K
            Map.entry(14, new Block(256, 210))); // q6_K

    private final MemorySegment file;
    private long at;

    private GgmlModelFile(MemorySegment file) {
        this.file = file;
    }

    /**
     * Checks that the file is a complete ggml Whisper model.
     *
     * @throws EngineException when it is not; the message names the first invalid part
     */
    static void check(Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            new GgmlModelFile(file).validate();
        } catch (IOException e) {
            throw new EngineException("cannot read the model file " + path + ": " + e, e);
        } catch (Malformed e) {
            throw new EngineException(path + " is not a complete ggml Whisper model: " + e.getMessage());
        }
    }

    private void validate() throws Malformed {
        int magic = next("magic number");
        require(magic == MAGIC, "it begins with 0x%08x, not with 0x%08x as a ggml file", magic, MAGIC);
        int vocabulary = between("vocabulary size", 51_864, 51_866);
        between("audio context", 1_500, 1_500);
        between("audio state", 384, 1_280);
        between("audio heads", 6, 20);
        between("audio layers", 4, 32);
        between("text context", 448, 448);
        between("text state", 384, 1_280);
        between("text heads", 6, 20);
        between("text layers", 2, 32);
        int mels = between("mel bands", 80, 128);
        between("tensor format", 0, 10_000);
        between("mel filter rows", mels, mels);
        between("mel filter columns", FFT_BINS, FFT_BINS);
        skip("mel filters", 4L * mels * FFT_BINS);
        int tokens = between("vocabulary entries", 50_000, vocabulary);
        for (int i = 0; i < tokens; i++) {
            skip("vocabulary", between("length of a vocabulary entry", 0, 1_000));
        }
        int tensors = 0;
        for (; at < file.byteSize(); tensors++) {
            tensor();
        }
        require(tensors > 0, "it has no tensors");
    }

    private void tensor() throws Malformed {
        int dimensions = between("number of a tensor's dimensions", 1, 4);
        int nameLength = between("length of a tensor's name", 1, 63);
        int type = next("tensor type");
        Block block = TYPES.get(type);
        if (block == null) {
            throw new Malformed("it has a tensor of the unknown type " + type);
        }
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            elements *= between("a tensor's dimension", 1, 60_000);
            require(elements <= Integer.MAX_VALUE, "it has a tensor of %d elements", elements);
        }
        skip("a tensor's name", nameLength);
        require(elements % block.elements == 0, "it has a tensor of %d elements, not whole blocks", elements);
        skip("a tensor", elements / block.elements * block.bytes);
    }

    private int next(String what) throws Malformed {
        require(at + 4 <= file.byteSize(), "it ends after %d bytes, in its %s", file.byteSize(), what);
        int value = file.get(INT, at);
        at += 4;
        return value;
    }

    private int between(String what, int min, int max) throws Malformed {
        int value = next(what);
        require(value >= min && value <= max, "its %s is %d, not %d to %d", what, value, min, max);
        return value;
    }

    private void skip(String what, long bytes) throws Malformed {
        require(at + bytes <= file.byteSize(), "it ends after %d bytes, in its %s", file.byteSize(), what);
        at += bytes;
    }

    private static void require(boolean condition, String message, Object... values) throws Malformed {
        if (!condition) {
            throw new Malformed(message.formatted(values));
        }
    }

    private static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }
}
