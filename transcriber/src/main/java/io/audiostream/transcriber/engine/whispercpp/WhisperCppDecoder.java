package io.audiostream.transcriber.engine.whispercpp;

import io.audiostream.transcriber.engine.AudioContext;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.DetectedLanguage;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Samples;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.Transcript.Ending;
import io.audiostream.transcriber.engine.TranscriptQuality;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Decodes with one native state and the shared weights. */
final class WhisperCppDecoder implements Decoder {

    /** whisper.cpp returns no text for a window of a second or less. */
    private static final int MIN_WINDOW_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 11 / 10;

    /** Step by which whisper.cpp raises the temperature while it rejects a result. */
    private static final float TEMPERATURE_STEP = 0.2f;

    /** Maximum number of tokens of a text: half of the decoder's context, less the special tokens. */
    private static final int MAX_TEXT_TOKENS = 448 / 2 - 4;

    /** Maximum number of tokens of the previous text. */
    private static final int MAX_PREVIOUS_TOKENS = 64;

    private final WhisperLibrary library;
    private final MemorySegment context;
    private final MemorySegment state;
    private final ModelInfo model;
    private final Runnable onClose;
    private final int endOfText;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment abortCallback;
    private final PrefixForcer prefixForcer;

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
        prefixForcer = new PrefixForcer(library, context, arena);
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
                    new DecodeRequest(model.languages().iterator().next(), false, "", Effort.INTERIM),
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
            int frames = AudioContext.frames(window.length, request.effort());
            List<DetectedLanguage> languages = languages(call, audio, window.length, threadCount, request);
            var pass = new Pass(call, audio, window.length, threadCount, languages.getFirst());
            Transcript best = run(pass, request, frames, 0f);
            if (request.effort() == Effort.INTERIM) {
                return best;
            }
            if (languages.size() > 1) {
                var other = new Pass(call, audio, window.length, threadCount, languages.get(1));
                Transcript otherText = run(other, request, frames, 0f);
                Transcript better = TranscriptQuality.betterLanguage(best, otherText);
                pass = better == best ? pass : other;
                best = better.retried(Transcript.Retry.LANGUAGE);
            }
            if (!TranscriptQuality.isUnreliable(best)) {
                return best;
            }
            DecodeRequest retry = request.with(request.context().withoutPrevious());
            return TranscriptQuality.better(best, run(pass, retry, AudioContext.FULL, TEMPERATURE_STEP))
                    .retried(Transcript.Retry.UNRELIABLE);
        } finally {
            this.cancelled = () -> false;
        }
    }

    /** What all passes of a decode have in common. */
    private record Pass(Arena arena, MemorySegment audio, int count, int threads, DetectedLanguage language) {}

    /** Returns the language that the request names, or the languages that the audio may have, most probable first. */
    private List<DetectedLanguage> languages(
            Arena call, MemorySegment audio, int count, int threads, DecodeRequest request)
            throws DecodeCancelledException {
        if (request.language() != null) {
            return List.of(new DetectedLanguage(request.language(), 0));
        }
        if (!model.multilingual()) {
            return List.of(new DetectedLanguage("en", 1));
        }
        check("compute the spectrogram", library.computeMel(context, state, audio, count, threads) == 0);
        int languages = library.languageCount();
        MemorySegment probabilities = call.allocate(ValueLayout.JAVA_FLOAT, languages);
        check("detect the language", library.detectLanguage(context, state, threads, probabilities) >= 0);
        List<String> codes = new ArrayList<>();
        float[] supported = new float[languages];
        for (int id = 0; id < languages; id++) {
            codes.add(library.languageCode(id));
            supported[id] = model.languages().contains(library.languageCode(id))
                    ? probabilities.getAtIndex(ValueLayout.JAVA_FLOAT, id)
                    : 0;
        }
        return DetectedLanguage.candidates(codes, supported, request);
    }

    private Transcript run(Pass pass, DecodeRequest request, int frames, float temperatureStep)
            throws DecodeCancelledException {
        FullParams params = library.greedyDefaults(pass.arena())
                .set("n_threads", pass.threads())
                .set("translate", request.translate())
                .set("no_context", true)
                .set("no_timestamps", false)
                .set("single_segment", true)
                .set("token_timestamps", true)
                .set("print_progress", false)
                .set("print_timestamps", false)
                .set("suppress_non_speech_tokens", true)
                .set("temperature_inc", temperatureStep)
                .set("greedy_best_of", 1)
                .set("audio_ctx", frames)
                .set("language", pass.arena().allocateFrom(pass.language().code()))
                .set("abort_callback", abortCallback)
                .set("logits_filter_callback", prefixForcer.callback());
        String before = textBefore(request);
        if (!before.isEmpty()) {
            // A C string ends at the first NUL.
            params.set("initial_prompt", pass.arena().allocateFrom(before.replace('\0', ' ')));
        }
        prefixForcer.begin(
                request.context().prefix().stream().mapToInt(Token::id).toArray());
        check("decode", library.full(context, state, params, pass.audio(), pass.count()) == 0);
        List<Token> prefix = request.context().prefix();
        List<Token> tokens = tokens(pass.arena(), prefix);
        Ending ending = tokens.size() >= MAX_TEXT_TOKENS ? Ending.TOKEN_LIMIT : Ending.COMPLETE;
        return RepetitionFilter.collapseRepeats(
                new Transcript(
                        tokens, ending, pass.language().code(), pass.language().probability(), 0),
                prefix.size());
    }

    /** Returns the prompt and the text before the window. */
    private static String textBefore(DecodeRequest request) {
        List<Token> previous = request.context().previous();
        int from = Math.max(0, previous.size() - MAX_PREVIOUS_TOKENS);
        return (request.prompt() + " " + TokenText.of(previous.subList(from, previous.size()))).strip();
    }

    /** Returns the text's tokens, in the order of their times. */
    private List<Token> tokens(Arena call, List<Token> prefix) {
        List<Token> found = new ArrayList<>();
        long end = 0;
        int segments = library.segmentCount(state);
        for (int segment = 0; segment < segments; segment++) {
            int count = library.tokenCount(state, segment);
            for (int i = 0; i < count; i++) {
                Token token = library.token(call, context, state, segment, i);
                if (token.id() < endOfText) {
                    long start = Math.max(end, token.startMillis());
                    end = Math.max(start, token.endMillis());
                    // The filter makes the probability of a token of the prefix 1.
                    double logProbability = found.size() < prefix.size()
                            ? prefix.get(found.size()).logProbability()
                            : token.logProbability();
                    found.add(new Token(token.id(), logProbability, start, end, token.utf8()));
                }
            }
        }
        return found;
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
