package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.EngineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Validates a CTranslate2 model file before the native loader reads it. Layout: version, name and revision of the
 * specification, variables (name, dimensions, type, bytes), then aliases of variables, up to the end of the file. All
 * numbers are little-endian.
 */
final class ModelFile {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int GGML_MAGIC = 0x67676d6c;

    /** Size of an element in bytes, by the format's type number. */
    private static final Map<Integer, Integer> ELEMENT_BYTES = Map.of(0, 4, 1, 1, 2, 2, 3, 4, 4, 2, 5, 2);

    private final MemorySegment file;
    private long at;

    private ModelFile(MemorySegment file) {
        this.file = file;
    }

    /**
     * Checks that the file is a complete Whisper model.
     *
     * @throws EngineException when it is not; the message names the first invalid part
     */
    static void check(Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            new ModelFile(file).validate();
        } catch (IOException e) {
            throw new EngineException("cannot read the model file " + path + ": " + e, e);
        } catch (Malformed e) {
            throw new EngineException(path + " is not a complete CTranslate2 Whisper model: " + e.getMessage());
        }
    }

    private void validate() throws Malformed {
        int version = nextInt("version");
        require(
                version != GGML_MAGIC,
                "it is a ggml file, for the whisper.cpp engine: pass the path of the file itself");
        require(version >= 4 && version <= 6, "it begins with 0x%08x, not with a version from 4 to 6", version);
        String specification = text("specification");
        require(specification.equals("WhisperSpec"), "it holds a %s, not a WhisperSpec", specification);
        nextInt("revision");
        int variables = nextInt("number of variables");
        require(variables > 0 && variables < 100_000, "it has %d variables", variables);
        for (int i = 0; i < variables; i++) {
            variable();
        }
        int aliases = nextInt("number of aliases");
        for (int i = 0; i < aliases; i++) {
            text("aliases");
            text("aliases");
        }
        require(at == file.byteSize(), "it has %d bytes after its end", file.byteSize() - at);
    }

    private void variable() throws Malformed {
        String name = text("name of a variable");
        int dimensions = nextByte(name);
        require(dimensions <= 4, "its variable %s has %d dimensions", name, dimensions);
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            int size = nextInt(name);
            require(size >= 0 && size <= 10_000_000, "its variable %s has a dimension of %d", name, size);
            elements *= size;
            require(elements <= Integer.MAX_VALUE, "its variable %s has %d elements", name, elements);
        }
        int type = nextByte(name);
        Integer width = ELEMENT_BYTES.get(type);
        require(width != null, "its variable %s has the unknown type %d", name, type);
        long bytes = nextInt(name) & 0xFFFF_FFFFL;
        if (width == null || bytes != elements * width) {
            throw new Malformed("its variable %s has %d bytes for %d elements".formatted(name, bytes, elements));
        }
        skip(name, bytes);
    }

    private String text(String what) throws Malformed {
        requireLeft(what, 2);
        int length = file.get(SHORT, at) & 0xFFFF;
        at += 2;
        requireLeft(what, length);
        byte[] bytes = file.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        at += length;
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    }

    private int nextInt(String what) throws Malformed {
        requireLeft(what, 4);
        at += 4;
        return file.get(INT, at - 4);
    }

    private int nextByte(String what) throws Malformed {
        requireLeft(what, 1);
        return file.get(ValueLayout.JAVA_BYTE, at++) & 0xFF;
    }

    private void skip(String what, long bytes) throws Malformed {
        requireLeft(what, bytes);
        at += bytes;
    }

    private void requireLeft(String what, long bytes) throws Malformed {
        require(at + bytes <= file.byteSize(), "it ends after %d bytes, in its %s", file.byteSize(), what);
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
