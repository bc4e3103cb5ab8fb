package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Info;
import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Pick;
import java.lang.foreign.MemorySegment;
import java.util.function.IntSupplier;

/** What one decode at a time needs of the library: the encoded audio, and the tokens so far. One thread at a time. */
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

    /** What the library takes at most, and more than any layer makes use of. */
    private static final int MAX_THREADS = 64;

    private static int bounded(IntSupplier threads) {
        return Math.min(MAX_THREADS, threads.getAsInt());
    }

    /** Takes a spectrogram of {@link Info#melBands} rows, and forgets the one before. */
    void beginEncoding(float[] mel, int frames, IntSupplier threads) {
        library.encodeBegin(open(), mel, info.melBands(), frames, bounded(threads));
    }

    /** Computes a layer; whether there is another one. */
    boolean encodeLayer(IntSupplier threads) {
        return library.encodeNext(open(), bounded(threads));
    }

    /** Forgets the text, and keeps the audio. */
    void beginText() {
        library.textBegin(open());
    }

    void feed(IntSupplier threads, int... ids) {
        library.textFeed(open(), bounded(threads), ids);
    }

    Pick pick(int limit, int[] suppressed) {
        return library.textPick(open(), limit, suppressed);
    }

    /**
     * Appends tokens: the first {@code given} in any case, and the rest as far as {@link #pick} would pick them. How
     * likely each of those taken was.
     */
    float[] draft(IntSupplier threads, int[] ids, int given, int limit, int[] suppressed) {
        return library.textDraft(open(), ids, given, limit, suppressed, bounded(threads));
    }

    /** How likely each is to be the next token, if it is one of them. */
    float[] probabilitiesAmong(int[] ids) {
        return library.textProbabilities(open(), ids, true);
    }

    /** How likely this is to be the next token. */
    float probability(int id) {
        return library.textProbabilities(open(), new int[] {id}, false)[0];
    }

    int[] align(int[] start, int[] text, int frames, IntSupplier threads) {
        return library.align(open(), start, text, frames, bounded(threads));
    }

    private MemorySegment open() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
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
