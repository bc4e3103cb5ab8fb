package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.AudioContext;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.DetectedLanguage;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.Samples;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.TranscriptQuality;
import io.audiostream.transcriber.engine.UnspokenText;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Decodes with one decoding session and the shared weights. A decode checks for cancellation before each layer of the
 * encoder and before each token. Only {@link #close} may be called from another thread during a decode.
 */
final class CTranslate2Decoder implements Decoder {

    /** Frames of the spectrogram for each frame of the encoder. */
    private static final int MEL_FRAMES_PER_FRAME = 2;

    private final Ct2Session ct2Session;
    private final ModelInfo model;
    private final Runnable onClose;
    private final MelSpectrogram spectrogram;
    private final GreedyDecoder greedyDecoder;
    private final ReentrantLock inUse = new ReentrantLock();
    private volatile boolean closed;

    CTranslate2Decoder(Ct2Session ct2Session, ModelFolder folder, ModelInfo model, Runnable onClose) {
        this.ct2Session = ct2Session;
        this.model = model;
        this.onClose = onClose;
        spectrogram = new MelSpectrogram(ct2Session.info().melBands());
        greedyDecoder = new GreedyDecoder(ct2Session, folder);
    }

    @Override
    public Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        if (threads.getAsInt() < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads.getAsInt());
        }
        String language = request.language();
        if (language != null && !model.languages().contains(language)) {
            throw new IllegalArgumentException("the model does not support the language '" + language + "'");
        }
        float[] window = Samples.checkedAndPadded(samples, 1);
        if (!inUse.tryLock()) {
            throw new IllegalStateException("another thread uses this decoder");
        }
        try {
            if (closed) {
                throw new IllegalStateException("the decoder is closed");
            }
            BooleanSupplier stopped = () -> closed || cancelled.getAsBoolean();
            int frames = AudioContext.frames(window.length, request.effort());
            Transcript first = decode(window, request, frames, threads, stopped);
            boolean loop = first.ending() == Transcript.Ending.LOOP;
            boolean retry = loop ? !request.context().previous().isEmpty() : TranscriptQuality.isUnreliable(first);
            if (request.effort() == Effort.INTERIM || !retry) {
                return first;
            }
            // The text before the window makes a loop more probable, and a short context a text of low confidence.
            DecodeRequest again = request.with(request.context().withoutPrevious());
            int context = loop ? frames : AudioContext.FULL;
            return TranscriptQuality.better(first, decode(window, again, context, threads, stopped))
                    .retried(loop ? Transcript.Retry.LOOP : Transcript.Retry.UNRELIABLE);
        } finally {
            inUse.unlock();
        }
    }

    private Transcript decode(
            float[] window, DecodeRequest request, int frames, IntSupplier threads, BooleanSupplier stopped)
            throws DecodeCancelledException {
        int columns = Math.min(frames * MEL_FRAMES_PER_FRAME, ct2Session.info().maxFrames());
        GreedyDecoder.checkNotCancelled(stopped);
        ct2Session.beginEncoding(spectrogram.compute(window, columns), columns, threads);
        do {
            GreedyDecoder.checkNotCancelled(stopped);
        } while (ct2Session.encodeLayer(threads));
        int audioColumns = Math.clamp(Math.ceilDiv(window.length, MelSpectrogram.HOP), MEL_FRAMES_PER_FRAME, columns);
        List<DetectedLanguage> languages = greedyDecoder.languages(request, threads, stopped);
        Transcript best = decode(request, languages.getFirst(), audioColumns, threads, stopped);
        if (request.effort() == Effort.FINAL && languages.size() > 1) {
            Transcript other = decode(request, languages.get(1), audioColumns, threads, stopped);
            best = TranscriptQuality.betterLanguage(best, other).retried(Transcript.Retry.LANGUAGE);
        }
        return best;
    }

    private Transcript decode(
            DecodeRequest request,
            DetectedLanguage language,
            int audioColumns,
            IntSupplier threads,
            BooleanSupplier stopped)
            throws DecodeCancelledException {
        Transcript decoded = greedyDecoder.decode(request, language, audioColumns, threads, stopped);
        int settled = request.context().prefix().size();
        return UnspokenText.removeFrom(RepetitionFilter.collapseRepeats(decoded, settled), settled);
    }

    /** Cancels a running decode, and waits for its end. */
    @Override
    public void close() {
        if (inUse.isHeldByCurrentThread()) {
            throw new IllegalStateException("a decode cannot close its own decoder");
        }
        boolean first = !closed;
        closed = true;
        inUse.lock();
        try {
            if (first) {
                ct2Session.close();
                onClose.run();
            }
        } finally {
            inUse.unlock();
        }
    }
}
