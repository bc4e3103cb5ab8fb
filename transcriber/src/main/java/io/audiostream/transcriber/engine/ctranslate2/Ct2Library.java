package io.audiostream.transcriber.engine.ctranslate2;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.openmp.OpenMp;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Binds the functions of {@code libaudiostream_ct2} ({@code audiostream_ct2.h}), with Java types. An error becomes an
 * exception with the library's message: {@link IllegalArgumentException} for a refused argument,
 * {@link IllegalStateException} for concurrent use of a decoding session, and {@link EngineException} for a failure.
 * The library of a folder is loaded once, for the life of the process.
 */
final class Ct2Library {

    static final String FILE = "libaudiostream_ct2.so";

    /** {@code as_model_info}: properties of a model. */
    record Info(int melBands, int maxFrames, int vocabularySize, int maxTokens, boolean canAlign) {}

    /** A token, and the natural logarithm of its probability. */
    record Prediction(int id, float logProbability) {}

    // Values of as_code.
    private static final int MORE = 1;
    private static final int REFUSED = -2;
    private static final int BUSY = -3;
    private static final int MESSAGE_BYTES = 512;
    private static final ConcurrentHashMap<Path, Ct2Library> LOADED = new ConcurrentHashMap<>();

    private final SymbolLookup symbols;
    private final String version;
    private final MethodHandle modelOpen;
    private final MethodHandle modelClose;
    private final MethodHandle sessionOpen;
    private final MethodHandle sessionClose;
    private final MethodHandle encodeBegin;
    private final MethodHandle encodeNext;
    private final MethodHandle textBegin;
    private final MethodHandle textFeed;
    private final MethodHandle textPick;
    private final MethodHandle textDraft;
    private final MethodHandle textProbabilities;
    private final MethodHandle textTimes;

    private Ct2Library(SymbolLookup symbols) {
        this.symbols = symbols;
        modelOpen = bind("as_model_open", ADDRESS, ADDRESS, ADDRESS);
        modelClose = bindVoid("as_model_close");
        sessionOpen = bind("as_decoding_session_open", ADDRESS, ADDRESS);
        sessionClose = bindVoid("as_decoding_session_close");
        encodeBegin = bind("as_encode_begin", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        encodeNext = bind("as_encode_next", ADDRESS, JAVA_INT);
        textBegin = bind("as_text_begin", ADDRESS);
        textFeed = bind("as_text_feed", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
        textPick = bind("as_text_pick", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        textDraft = bind(
                "as_text_draft",
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS);
        textProbabilities = bind("as_text_probabilities", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
        textTimes = bind("as_text_times", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        MethodHandle versionHandle = Linker.nativeLinker()
                .downcallHandle(
                        find("as_version"),
                        FunctionDescriptor.of(
                                ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, JAVA_BYTE))));
        version = ((MemorySegment) invoke(() -> versionHandle.invoke())).getString(0);
    }

    /**
     * Returns the library of a folder that {@code dev/native} built.
     *
     * @throws EngineException when the file is missing, or cannot be loaded on this machine
     */
    static Ct2Library load(Path folder) {
        return LOADED.computeIfAbsent(folder.toAbsolutePath().normalize(), Ct2Library::open);
    }

    private static Ct2Library open(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new EngineException("there is no " + FILE + " in " + folder
                    + ": pass the folder of the CTranslate2 engine's library, which dev/native builds");
        }
        try {
            OpenMp.spinBriefly();
            return new Ct2Library(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    "cannot load " + file + ": " + e.getMessage()
                            + " (the library is built for one processor, and needs glibc 2.28)",
                    e);
        }
    }

    String version() {
        return version;
    }

    /** A model that is open. */
    record Model(MemorySegment handle, Info info) {}

    Model openModel(Path folder) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ADDRESS);
            MemorySegment info = arena.allocate(JAVA_INT, 5);
            MemorySegment path = arena.allocateFrom(folder.toAbsolutePath().toString());
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(error, () -> modelOpen.invoke(path, handle, info, error, MESSAGE_BYTES));
            return new Model(
                    handle.get(ADDRESS, 0),
                    new Info(number(info, 0), number(info, 1), number(info, 2), number(info, 3), number(info, 4) != 0));
        }
    }

    void closeModel(MemorySegment model) {
        invoke(() -> modelClose.invoke(model));
    }

    MemorySegment openSession(MemorySegment model) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ADDRESS);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(error, () -> sessionOpen.invoke(model, handle, error, MESSAGE_BYTES));
            return handle.get(ADDRESS, 0);
        }
    }

    void closeSession(MemorySegment session) {
        invoke(() -> sessionClose.invoke(session));
    }

    /** Starts to encode a spectrogram, whose layers {@link #encodeNext} computes. */
    void encodeBegin(MemorySegment session, float[] mel, int bands, int frames, int threads) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_FLOAT, mel);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(error, () -> encodeBegin.invoke(session, values, bands, frames, threads, error, MESSAGE_BYTES));
        }
    }

    /** Computes the encoder's next layer. Returns whether there are more. */
    boolean encodeNext(MemorySegment session, int threads) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            return checked(error, () -> encodeNext.invoke(session, threads, error, MESSAGE_BYTES)) == MORE;
        }
    }

    void textBegin(MemorySegment session) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(error, () -> textBegin.invoke(session, error, MESSAGE_BYTES));
        }
    }

    void textFeed(MemorySegment session, int threads, int... ids) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_INT, ids);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(error, () -> textFeed.invoke(session, values, ids.length, threads, error, MESSAGE_BYTES));
        }
    }

    /** Returns the most probable next token with an id below {@code limit} that is not suppressed. */
    Prediction textPick(MemorySegment session, int limit, int[] suppressed) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_INT, suppressed);
            MemorySegment id = arena.allocate(JAVA_INT);
            MemorySegment probability = arena.allocate(JAVA_FLOAT);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(
                    error,
                    () -> textPick.invoke(
                            session, limit, values, suppressed.length, id, probability, error, MESSAGE_BYTES));
            return new Prediction(id.get(JAVA_INT, 0), probability.get(JAVA_FLOAT, 0));
        }
    }

    /**
     * Speculative decoding: appends the first {@code prefixLength} tokens in any case, and the others up to the first
     * one that {@link #textPick} would not return.
     *
     * @return the log probability of each token appended
     */
    float[] textDraft(MemorySegment session, int[] ids, int prefixLength, int limit, int[] suppressed, int threads) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment tokens = arena.allocateFrom(JAVA_INT, ids);
            MemorySegment values = arena.allocateFrom(JAVA_INT, suppressed);
            MemorySegment accepted = arena.allocate(JAVA_INT);
            MemorySegment found = arena.allocate(JAVA_FLOAT, ids.length);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(
                    error,
                    () -> textDraft.invoke(
                            session,
                            tokens,
                            ids.length,
                            prefixLength,
                            limit,
                            values,
                            suppressed.length,
                            threads,
                            accepted,
                            found,
                            error,
                            MESSAGE_BYTES));
            return found.asSlice(0, accepted.get(JAVA_INT, 0) * JAVA_FLOAT.byteSize())
                    .toArray(JAVA_FLOAT);
        }
    }

    /** Returns the probability of each token to be the next: among these tokens, or among the whole vocabulary. */
    float[] textProbabilities(MemorySegment session, int[] ids, boolean amongThem) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(JAVA_INT, ids);
            MemorySegment found = arena.allocate(JAVA_FLOAT, ids.length);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(
                    error,
                    () -> textProbabilities.invoke(
                            session, values, ids.length, amongThem ? 1 : 0, found, error, MESSAGE_BYTES));
            return found.toArray(JAVA_FLOAT);
        }
    }

    /**
     * Returns the times of {@code count} tokens of the text, which have {@code first} tokens before them. No token is
     * computed again.
     *
     * @param first at least 1
     * @param count at least 1
     * @param frames number of the spectrogram's frames that hold audio, not padding
     */
    TokenFrames textTimes(MemorySegment session, int first, int count, int frames) {
        if (count < 1) {
            throw new IllegalArgumentException("the count of tokens must be at least 1, not " + count);
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment starts = arena.allocate(JAVA_INT, count + 1L);
            MemorySegment attended = arena.allocate(JAVA_INT, count);
            MemorySegment error = arena.allocate(MESSAGE_BYTES);
            checked(
                    error,
                    () -> textTimes.invoke(session, first, count, frames, starts, attended, error, MESSAGE_BYTES));
            return new TokenFrames(starts.toArray(JAVA_INT), attended.toArray(JAVA_INT));
        }
    }

    private static int number(MemorySegment ints, int index) {
        return ints.getAtIndex(JAVA_INT, index);
    }

    /** Binds a function that takes these arguments, then a buffer for a message and its size, and returns a code. */
    private MethodHandle bind(String name, MemoryLayout... arguments) {
        var type = FunctionDescriptor.of(JAVA_INT, arguments).appendArgumentLayouts(ADDRESS, JAVA_INT);
        return Linker.nativeLinker().downcallHandle(find(name), type);
    }

    private MethodHandle bindVoid(String name) {
        return Linker.nativeLinker().downcallHandle(find(name), FunctionDescriptor.ofVoid(ADDRESS));
    }

    private MemorySegment find(String name) {
        return symbols.find(name).orElseThrow(() -> new EngineException(FILE + " has no function " + name));
    }

    private interface NativeCall {
        Object invoke() throws Throwable;
    }

    private static int checked(MemorySegment error, NativeCall call) {
        int code = (int) invoke(call);
        if (code == BUSY) {
            throw new IllegalStateException("CTranslate2: " + error.getString(0));
        }
        if (code == REFUSED) {
            throw new IllegalArgumentException("CTranslate2: " + error.getString(0));
        }
        if (code < 0) {
            throw new EngineException("CTranslate2: " + error.getString(0));
        }
        return code;
    }

    private static Object invoke(NativeCall call) {
        try {
            return call.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new EngineException("a call into the CTranslate2 library failed", e);
        }
    }
}
