package io.audiostream.transcriber.engine.whispercpp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a ggml model with whisper.cpp. All decoders share the weights; each has its own native state. */
public final class WhisperCppEngine implements SpeechEngine {

    private static final int ENGLISH_ONLY_VOCABULARY = 51_864;

    /** Number of tokens of a multilingual vocabulary that are not languages. */
    private static final int NON_LANGUAGE_TOKENS = 51_766;

    private final WhisperLibrary library;
    private final MemorySegment context;
    private final ModelInfo model;
    private final AtomicInteger openDecoders = new AtomicInteger();

    @GuardedBy("this")
    private boolean closed;

    private WhisperCppEngine(WhisperLibrary library, MemorySegment context, ModelInfo model) {
        this.library = library;
        this.context = context;
        this.model = model;
    }

    /**
     * Loads a model. Blocks until the file is read.
     *
     * @param file a ggml file
     * @param name the name of the model in the service
     * @throws EngineException when the file is not a complete model, or memory does not suffice
     */
    public static WhisperCppEngine load(Path file, String name) {
        GgmlModelFile.check(file);
        var library = WhisperLibrary.get();
        try (var arena = Arena.ofConfined()) {
            MemorySegment context =
                    library.openModel(arena, file.toAbsolutePath().toString());
            if (context.equals(MemorySegment.NULL)) {
                throw new EngineException("whisper.cpp cannot load " + file
                        + ": its tensors are not those of a Whisper model, or memory does not suffice");
            }
            var model = new ModelInfo(name, "whisper.cpp 1.7.1", languages(library, context), false);
            return new WhisperCppEngine(library, context, model);
        }
    }

    private static Set<String> languages(WhisperLibrary library, MemorySegment context) {
        int vocabulary = library.vocabularySize(context);
        if (vocabulary == ENGLISH_ONLY_VOCABULARY || !library.multilingual(context)) {
            return Set.of("en");
        }
        Set<String> codes = new LinkedHashSet<>();
        int supported = Math.min(vocabulary - NON_LANGUAGE_TOKENS, library.languageCount());
        for (int id = 0; id < supported; id++) {
            codes.add(library.languageCode(id));
        }
        return codes;
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    @Override
    public synchronized Decoder newDecoder() {
        if (closed) {
            throw new EngineException("the engine is closed");
        }
        MemorySegment state = library.newState(context);
        if (state.equals(MemorySegment.NULL)) {
            throw new EngineException("memory does not suffice for another decoder");
        }
        openDecoders.incrementAndGet();
        try {
            return new WhisperCppDecoder(library, context, state, model, openDecoders::decrementAndGet);
        } catch (RuntimeException | Error e) {
            openDecoders.decrementAndGet();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (openDecoders.get() > 0) {
            // A decoder that uses freed weights would crash the process.
            throw new IllegalStateException(openDecoders.get() + " decoders are still open");
        }
        closed = true;
        library.closeModel(context);
    }
}
