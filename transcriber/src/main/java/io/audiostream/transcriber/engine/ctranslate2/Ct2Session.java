package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Info;
import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Prediction;
import java.lang.foreign.MemorySegment;
import java.util.function.IntSupplier;

/**
 * A decoding session of the library: the encoded audio of one decode, and its text so far. Not thread-safe. The methods
 * throw {@link IllegalStateException} when the decoding session is closed.
 */
final class Ct2Session implements AutoCloseable {

    private final Ct2Library library;
    private final Info info;
    private final MemorySegment handle;
    private boolean closed;

    Ct2Session(Ct2Library library, Ct2Library.Model model) {
        this.library = library;
        info = model.info();
        handle = library.openSession(model.handle());
    }

    Info info() {
        return info;
    }

    /** Maximum of the library, and more than any layer can use. */
    private static final int MAX_THREADS = 64;

    private static int limited(IntSupplier threads) {
        return Math.min(MAX_THREADS, threads.getAsInt());
    }

    /** Starts to encode a spectrogram of {@link Info#melBands} rows. Discards the audio and the text before. */
    void beginEncoding(float[] mel, int frames, IntSupplier threads) {
        library.encodeBegin(open(), mel, info.melBands(), frames, limited(threads));
    }

    /** Computes one layer. Returns whether there are more. */
    boolean encodeLayer(IntSupplier threads) {
        return library.encodeNext(open(), limited(threads));
    }

    /** Discards the text, and keeps the audio. */
    void beginText() {
        library.textBegin(open());
    }

    /** Appends tokens to the text. */
    void feed(IntSupplier threads, int... ids) {
        library.textFeed(open(), limited(threads), ids);
    }

    /** Returns the most probable next token with an id below {@code limit} that is not suppressed. */
    Prediction predict(int limit, int[] suppressed) {
        return library.textPick(open(), limit, suppressed);
    }

    /**
     * Speculative decoding: appends the first {@code prefixLength} tokens in any case, and the others up to the first
     * one that {@link #predict} would not return.
     *
     * @return the log probability of each token appended
     */
    float[] verify(IntSupplier threads, int[] ids, int prefixLength, int limit, int[] suppressed) {
        return library.textDraft(open(), ids, prefixLength, limit, suppressed, limited(threads));
    }

    /** Returns the probability of each token to be the next, among these tokens. */
    float[] probabilitiesAmong(int[] ids) {
        return library.textProbabilities(open(), ids, true);
    }

    /** Returns the probability of a token to be the next, among the whole vocabulary. */
    float probability(int id) {
        return library.textProbabilities(open(), new int[] {id}, false)[0];
    }

    /**
     * Returns where {@code count} tokens of the text lie in the audio. The times come from the cross-attention of the
     * decode: no token is computed again.
     *
     * @param first number of tokens before them, those of prompt and task; at least 1
     * @param count at least 1; all of them were fed or verified
     * @param frames number of the spectrogram's frames that hold audio, not padding
     * @throws IllegalArgumentException when the text does not have these tokens, or the model has no alignment heads
     */
    TokenFrames times(int first, int count, int frames) {
        return library.textTimes(open(), first, count, frames);
    }

    private MemorySegment open() {
        if (closed) {
            throw new IllegalStateException("the decoding session is closed");
        }
        return handle;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.closeSession(handle);
        }
    }
}
