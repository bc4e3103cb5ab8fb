package io.audiostream.transcriber.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.Token;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds the functions of {@code libwhisper} 1.7.1 that the engine uses, with Java types. It does not check arguments:
 * the callers in this package do. The library is loaded once for the life of the process. Thread-safe, but a native
 * state must be used by one thread at a time.
 */
final class WhisperLibrary {

    private static final Logger log = LoggerFactory.getLogger(WhisperLibrary.class);

    private static final StructLayout CONTEXT_PARAMS = MemoryLayout.structLayout(
            ValueLayout.JAVA_BOOLEAN.withName("use_gpu"),
            ValueLayout.JAVA_BOOLEAN.withName("flash_attn"),
            MemoryLayout.paddingLayout(2),
            JAVA_INT.withName("gpu_device"),
            MemoryLayout.sequenceLayout(5, ValueLayout.JAVA_LONG).withName("dtw"));

    private static final AddressLayout STRING =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, ValueLayout.JAVA_BYTE));

    private final SymbolLookup symbols;
    private final Linker linker = Linker.nativeLinker();

    private final MethodHandle contextDefaultParams;
    private final MethodHandle initFromFile;
    private final MethodHandle free;
    private final MethodHandle initState;
    private final MethodHandle freeState;
    private final MethodHandle vocabularySize;
    private final MethodHandle isMultilingual;
    private final MethodHandle endOfText;
    private final MethodHandle languageMaxId;
    private final MethodHandle languageName;
    private final MethodHandle pcmToMel;
    private final MethodHandle detectLanguage;
    private final MethodHandle fullDefaultParams;
    private final MethodHandle full;
    private final MethodHandle segmentCount;
    private final MethodHandle tokenCount;
    private final MethodHandle tokenText;
    private final MethodHandle tokenData;

    private WhisperLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
        contextDefaultParams = bind("whisper_context_default_params", FunctionDescriptor.of(CONTEXT_PARAMS));
        initFromFile = bind(
                "whisper_init_from_file_with_params_no_state", FunctionDescriptor.of(ADDRESS, ADDRESS, CONTEXT_PARAMS));
        free = bind("whisper_free", FunctionDescriptor.ofVoid(ADDRESS));
        initState = bind("whisper_init_state", FunctionDescriptor.of(ADDRESS, ADDRESS));
        freeState = bind("whisper_free_state", FunctionDescriptor.ofVoid(ADDRESS));
        vocabularySize = bind("whisper_n_vocab", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        isMultilingual = bind("whisper_is_multilingual", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        endOfText = bind("whisper_token_eot", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        languageMaxId = bind("whisper_lang_max_id", FunctionDescriptor.of(JAVA_INT));
        languageName = bind("whisper_lang_str", FunctionDescriptor.of(STRING, JAVA_INT));
        pcmToMel = bind(
                "whisper_pcm_to_mel_with_state",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
        detectLanguage = bind(
                "whisper_lang_auto_detect_with_state",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
        fullDefaultParams = bind("whisper_full_default_params", FunctionDescriptor.of(FullParams.LAYOUT, JAVA_INT));
        full = bind(
                "whisper_full_with_state",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, FullParams.LAYOUT, ADDRESS, JAVA_INT));
        segmentCount = bind("whisper_full_n_segments_from_state", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        tokenCount = bind("whisper_full_n_tokens_from_state", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        tokenText = bind(
                "whisper_full_get_token_text_from_state",
                FunctionDescriptor.of(STRING, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
        tokenData = bind(
                "whisper_full_get_token_data_from_state",
                FunctionDescriptor.of(TokenData.LAYOUT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    /** Returns the library. The first call loads it. */
    static WhisperLibrary get() {
        return Holder.LIBRARY;
    }

    private static final class Holder {
        static final WhisperLibrary LIBRARY = load();

        private static WhisperLibrary load() {
            var library = new WhisperLibrary(NativeLibraries.load(Arena.global()));
            library.redirectLog();
            return library;
        }
    }

    /** Opens a model file that was validated before. Returns a null pointer when the library rejects it. */
    MemorySegment openModel(Arena arena, String path) {
        var params = (MemorySegment) call(() -> contextDefaultParams.invoke((SegmentAllocator) arena));
        params.set(ValueLayout.JAVA_BOOLEAN, 0, false); // use_gpu
        MemorySegment name = arena.allocateFrom(path);
        return (MemorySegment) call(() -> initFromFile.invoke(name, params));
    }

    void closeModel(MemorySegment context) {
        call(() -> free.invoke(context));
    }

    MemorySegment newState(MemorySegment context) {
        return (MemorySegment) call(() -> initState.invoke(context));
    }

    void freeState(MemorySegment state) {
        call(() -> freeState.invoke(state));
    }

    int vocabularySize(MemorySegment context) {
        return (int) call(() -> vocabularySize.invoke(context));
    }

    boolean multilingual(MemorySegment context) {
        return (int) call(() -> isMultilingual.invoke(context)) != 0;
    }

    /** Id of the first special token. All lower ids are text. */
    int endOfText(MemorySegment context) {
        return (int) call(() -> endOfText.invoke(context));
    }

    int languageCount() {
        return (int) call(() -> languageMaxId.invoke()) + 1;
    }

    String languageCode(int id) {
        return ((MemorySegment) call(() -> languageName.invoke(id))).getString(0);
    }

    int computeMel(MemorySegment context, MemorySegment state, MemorySegment samples, int count, int threads) {
        return (int) call(() -> pcmToMel.invoke(context, state, samples, count, threads));
    }

    /** Fills {@code probabilities}, one float for each language. Returns the most probable id, or a negative error. */
    int detectLanguage(MemorySegment context, MemorySegment state, int threads, MemorySegment probabilities) {
        return (int) call(() -> detectLanguage.invoke(context, state, 0, threads, probabilities));
    }

    /** The library's defaults for greedy decoding. */
    FullParams greedyDefaults(Arena arena) {
        return new FullParams((MemorySegment) call(() -> fullDefaultParams.invoke((SegmentAllocator) arena, 0)));
    }

    int full(MemorySegment context, MemorySegment state, FullParams params, MemorySegment samples, int count) {
        return (int) call(() -> full.invoke(context, state, params.struct(), samples, count));
    }

    int segmentCount(MemorySegment state) {
        return (int) call(() -> segmentCount.invoke(state));
    }

    int tokenCount(MemorySegment state, int segment) {
        return (int) call(() -> tokenCount.invoke(state, segment));
    }

    Token token(Arena arena, MemorySegment context, MemorySegment state, int segment, int token) {
        var text = (MemorySegment) call(() -> tokenText.invoke(context, state, segment, token));
        MemorySegment data =
                (MemorySegment) call(() -> tokenData.invoke((SegmentAllocator) arena, state, segment, token));
        return TokenData.of(data, bytesOf(text));
    }

    /** Creates a C function pointer {@code bool (*)(void *)} to a Java method, which must not throw. */
    MemorySegment abortCallback(MethodHandle target, Arena arena) {
        return linker.upcallStub(target, FunctionDescriptor.of(JAVA_INT, ADDRESS), arena);
    }

    /**
     * Creates a C function pointer of type {@code whisper_logits_filter_callback} to a method, which must not throw.
     */
    MemorySegment logitsFilter(MethodHandle target, Arena arena) {
        return linker.upcallStub(
                target, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS), arena);
    }

    private void redirectLog() {
        try {
            MethodHandle target = MethodHandles.lookup()
                    .findStatic(
                            WhisperLibrary.class,
                            "onLog",
                            MethodType.methodType(void.class, int.class, MemorySegment.class, MemorySegment.class));
            MemorySegment stub =
                    linker.upcallStub(target, FunctionDescriptor.ofVoid(JAVA_INT, STRING, ADDRESS), Arena.global());
            MethodHandle set = bind("whisper_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
            call(() -> set.invoke(stub, MemorySegment.NULL));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("the log callback is missing", e);
        }
    }

    @SuppressWarnings("unused") // called from native code
    private static void onLog(int level, MemorySegment text, MemorySegment userData) {
        log.debug("{}", new String(bytesOf(text), StandardCharsets.UTF_8).strip());
    }

    private static byte[] bytesOf(MemorySegment cString) {
        long length = 0;
        while (cString.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return cString.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private MethodHandle bind(String name, FunctionDescriptor type) {
        MemorySegment address = symbols.find(name)
                .orElseThrow(() -> new EngineException("the Whisper library has no function " + name));
        return linker.downcallHandle(address, type);
    }

    private interface NativeCall {
        Object invoke() throws Throwable;
    }

    private static Object call(NativeCall call) {
        try {
            return call.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new EngineException("a call into the Whisper library failed", e);
        }
    }
}
