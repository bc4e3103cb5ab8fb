package io.audiostream.transcriber.engine.whispercpp;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.openmp.OpenMp;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Loads the native libraries of the whisper-jni jar. They are unpacked into a new temporary folder, loaded, and deleted
 * at once: the loader keeps its mappings.
 */
final class NativeLibraries {

    private NativeLibraries() {}

    /**
     * Loads {@code libwhisper}, with the variant of {@code libggml} for this processor.
     *
     * @throws EngineException on a platform without a library in the jar, or when a system library is missing
     */
    static SymbolLookup load(Arena arena) {
        var variant = Variant.of(
                System.getProperty("os.name"), System.getProperty("os.arch"), readOrEmpty(Path.of("/proc/cpuinfo")));
        try {
            Path dir = Files.createTempDirectory(folderPrefix());
            Path ggml = dir.resolve("libggml.so");
            Path whisper = dir.resolve("libwhisper.so.1");
            try {
                unpack(variant.folder() + "/" + variant.ggml(), ggml);
                unpack(variant.folder() + "/libwhisper.so.1", whisper);
                OpenMp.spinBriefly();
                return SymbolLookup.libraryLookup(whisper, arena);
            } finally {
                Files.deleteIfExists(ggml);
                Files.deleteIfExists(whisper);
                Files.deleteIfExists(dir);
            }
        } catch (IOException e) {
            throw new EngineException(
                    "cannot unpack the Whisper library into " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage(),
                    e);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    "cannot load the Whisper library: " + e.getMessage()
                            + " (it needs libgomp; Debian and Ubuntu: apt-get install libgomp1)",
                    e);
        }
    }

    /**
     * Returns the prefix of the temporary folder's name. It has the process id, because a killed process may leave its
     * folder.
     */
    static String folderPrefix() {
        return "audiostream-whisper-" + ProcessHandle.current().pid() + "-";
    }

    private static void unpack(String resource, Path to) throws IOException {
        try (InputStream in = NativeLibraries.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IOException("the whisper-jni jar has no " + resource);
            }
            Files.copy(in, to);
        }
    }

    private static String readOrEmpty(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return ""; // selects the variant without processor extensions
        }
    }

    /** Names of the libraries in the jar. */
    record Variant(String folder, String ggml) {

        static Variant of(String osName, String arch, String cpuinfo) {
            if (!osName.toLowerCase(Locale.ROOT).contains("linux")) {
                throw new EngineException("the whisper.cpp engine runs on Linux, not on " + osName);
            }
            return switch (arch) {
                case "amd64", "x86_64" ->
                    cpuinfo.contains("avx2") && cpuinfo.contains("fma") && cpuinfo.contains("f16c")
                            ? new Variant("debian-amd64", "libggml+mf16c+mfma+mavx+mavx2.so")
                            : new Variant("debian-amd64", "libggml.so");
                case "aarch64", "arm64" ->
                    cpuinfo.contains("fphp")
                            ? new Variant("debian-arm64", "libggml+fp16.so")
                            : new Variant("debian-arm64", "libggml+crc.so");
                default -> throw new EngineException("the whisper.cpp engine runs on amd64 and arm64, not on " + arch);
            };
        }
    }
}
