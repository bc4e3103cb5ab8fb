package io.audiostream.transcriber.engine.whispercpp;

import io.audiostream.transcriber.engine.AudioContext;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Samples;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.WordAssembler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Decodes with one native state and the shared weights. */
final class WhisperCppDecoder implements Decoder {

    /** whisper.cpp returns no text for a window of a second or less. */
    private static final int MIN_WINDOW_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 11 / 10;

    /** Step by which whisper.cpp raises the temperature while it rejects a result. */
    private static final float TEMPERATURE_STEP = 0.2f;

    private final WhisperLibrary library;
    private final MemorySegment context;
    private final MemorySegment state;
    private final ModelInfo model;
    private final Runnable onClose;
    private final int endOfText;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment abortCallback;

    private volatile BooleanSupplier cancelled = () -> false;
    private boolean closed;

    WhisperCppDecoder(
            WhisperLibrary library, MemorySegment context, MemorySegment state, ModelInfo model, Runnable onClose) {
        this.library = library;
        this.context = context;
        this.state = state;
        this.model = model;
        this.onClose = onClose;
        endOfText = library.endOfText(context);
        abortCallback = library.abortCallback(abortTarget(), arena);
        warmUp();
    }

    /**
     * Decodes a second of silence, because the first decode of a state is slower. Besides, whisper.cpp detects the
     * language with the audio context of the previous decode, which is the full 30 s before the first.
     */
    private void warmUp() {
        try {
            decode(
                    new float[MIN_WINDOW_SAMPLES],
                    new DecodeRequest(model.languages().iterator().next(), false, "", false, Effort.INTERIM),
                    1,
                    cancelled);
        } catch (DecodeCancelledException e) {
            throw new IllegalStateException("this decode cannot be cancelled", e);
        } catch (RuntimeException e) {
            library.freeState(state);
            arena.close();
            throw e;
        }
    }

    @Override
    public Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        if (closed) {
            throw new IllegalStateException("the decoder is closed");
        }
        int threadCount = threads.getAsInt();
        if (threadCount < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threadCount);
        }
        String language = request.language();
        if (language != null && !model.languages().contains(language)) {
            throw new IllegalArgumentException("the model does not support the language '" + language + "'");
        }
        float[] window = Samples.checkedAndPadded(samples, MIN_WINDOW_SAMPLES);
        this.cancelled = cancelled;
        try (var call = Arena.ofConfined()) {
            MemorySegment audio = call.allocateFrom(ValueLayout.JAVA_FLOAT, window);
            Detected detected = language != null
                    ? new Detected(language, 0)
                    : model.multilingual() ? detect(call, audio, window.length, threadCount) : new Detected("en", 1);
            int frames = AudioContext.frames(window.length, request.effort());
            Transcript transcript = run(call, audio, window.length, request, threadCount, detected, frames, 0f);
            if (request.effort() == Effort.FINAL && RepetitionFilter.isHallucination(transcript)) {
                transcript = run(
                        call,
                        audio,
                        window.length,
                        request,
                        threadCount,
                        detected,
                        AudioContext.FULL,
                        TEMPERATURE_STEP);
            }
            return transcript;
        } finally {
            this.cancelled = () -> false;
        }
    }

    private record Detected(String language, double probability) {}

    private Detected detect(Arena call, MemorySegment audio, int count, int threads) throws DecodeCancelledException {
        check("compute the spectrogram", library.computeMel(context, state, audio, count, threads) == 0);
        int languages = library.languageCount();
        MemorySegment probabilities = call.allocate(ValueLayout.JAVA_FLOAT, languages);
        check("detect the language", library.detectLanguage(context, state, threads, probabilities) >= 0);
        int best = 0;
        for (int id = 0; id < languages; id++) {
            if (model.languages().contains(library.languageCode(id))
                    && probability(probabilities, id) > probability(probabilities, best)) {
                best = id;
            }
        }
        return new Detected(library.languageCode(best), Math.min(1, probability(probabilities, best)));
    }

    private static float probability(MemorySegment probabilities, int id) {
        return probabilities.getAtIndex(ValueLayout.JAVA_FLOAT, id);
    }

    private Transcript run(
            Arena call,
            MemorySegment audio,
            int count,
            DecodeRequest request,
            int threads,
            Detected detected,
            int frames,
            float temperatureStep)
            throws DecodeCancelledException {
        FullParams params = library.greedyDefaults(call)
                .set("n_threads", threads)
                .set("translate", request.translate())
                .set("no_context", true)
                .set("no_timestamps", !request.words())
                .set("token_timestamps", request.words())
                .set("print_progress", false)
                .set("print_timestamps", false)
                .set("suppress_non_speech_tokens", true)
                .set("temperature_inc", temperatureStep)
                .set("greedy_best_of", 1)
                .set("audio_ctx", frames)
                .set("language", call.allocateFrom(detected.language()))
                .set("abort_callback", abortCallback);
        if (!request.prompt().isBlank()) {
            // A C string ends at the first NUL.
            params.set("initial_prompt", call.allocateFrom(request.prompt().replace('\0', ' ')));
        }
        check("decode", library.full(context, state, params, audio, count) == 0);
        var words = WordAssembler.of(detected.language(), request.translate());
        int segments = library.segmentCount(state);
        for (int segment = 0; segment < segments; segment++) {
            int tokens = library.tokenCount(state, segment);
            for (int i = 0; i < tokens; i++) {
                Token token = library.token(call, context, state, segment, i);
                if (token.id() < endOfText) {
                    words.add(token);
                }
            }
        }
        return words.transcript(detected.language(), detected.probability());
    }

    private void check(String what, boolean ok) throws DecodeCancelledException {
        if (cancelled.getAsBoolean()) {
            throw new DecodeCancelledException(); // whisper.cpp returns the same code for an abort and a failure
        }
        if (!ok) {
            throw new EngineException("whisper.cpp could not " + what);
        }
    }

    private MethodHandle abortTarget() {
        try {
            return MethodHandles.lookup().bind(this, "abort", MethodType.methodType(int.class, MemorySegment.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("the abort callback is missing", e);
        }
    }

    @SuppressWarnings("unused") // called from native code, on any of its threads; must not throw
    private int abort(MemorySegment userData) {
        try {
            return cancelled.getAsBoolean() ? 1 : 0;
        } catch (RuntimeException e) {
            return 1;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.freeState(state);
            arena.close();
            onClose.run();
        }
    }
}
