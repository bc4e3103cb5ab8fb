package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.AudioContext;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.LoopGuard;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.Samples;
import io.audiostream.transcriber.engine.Transcript;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * One session over the shared weights. A decode looks whether it is cancelled before every layer of the encoder and
 * before every token.
 */
final class CTranslate2Decoder implements Decoder {

    /** Frames of the spectrogram in one of the encoder's. */
    private static final int MEL_FRAMES = 2;

    private final Ct2Session session;
    private final ModelInfo model;
    private final Runnable onClose;
    private final MelSpectrogram spectrogram;
    private final GreedyDecoder text;
    private final ReentrantLock inUse = new ReentrantLock();
    private volatile boolean closed;

    CTranslate2Decoder(Ct2Session session, ModelFolder folder, ModelInfo model, Runnable onClose) {
        this.session = session;
        this.model = model;
        this.onClose = onClose;
        spectrogram = new MelSpectrogram(session.info().melBands());
        text = new GreedyDecoder(session, folder);
    }

    @Override
    public Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        if (threads.getAsInt() < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads.getAsInt());
        }
        String language = request.language();
        if (language != null && !model.languages().contains(language)) {
            throw new IllegalArgumentException("the model does not know the language '" + language + "'");
        }
        float[] window = Samples.checkedAndPadded(samples, 1);
        if (!inUse.tryLock()) {
            throw new IllegalStateException("another thread decodes with this decoder");
        }
        try {
            if (closed) {
                throw new IllegalStateException("the decoder is closed");
            }
            BooleanSupplier stop = () -> closed || cancelled.getAsBoolean();
            int frames = AudioContext.frames(window.length, request.effort());
            Transcript transcript = decode(window, request, frames, threads, stop);
            if (request.effort() == Effort.FINAL && frames < AudioContext.FULL && LoopGuard.suspicious(transcript)) {
                transcript = decode(window, request, AudioContext.FULL, threads, stop);
            }
            return transcript;
        } finally {
            inUse.unlock();
        }
    }

    private Transcript decode(
            float[] window, DecodeRequest request, int frames, IntSupplier threads, BooleanSupplier stop)
            throws DecodeCancelledException {
        int columns = Math.min(frames * MEL_FRAMES, session.info().maxFrames());
        GreedyDecoder.checkNot(stop);
        session.beginEncoding(spectrogram.of(window, columns), columns, threads);
        do {
            GreedyDecoder.checkNot(stop);
        } while (session.encodeLayer(threads));
        int sounding = Math.clamp(Math.ceilDiv(window.length, MelSpectrogram.HOP), MEL_FRAMES, columns);
        return text.decode(request, sounding, threads, stop);
    }

    /** Ends a decode that still runs, and waits for it. */
    @Override
    public void close() {
        if (inUse.isHeldByCurrentThread()) {
            throw new IllegalStateException("a decoder can't be closed from within its decode");
        }
        boolean first = !closed;
        closed = true;
        inUse.lock();
        try {
            if (first) {
                session.close();
                onClose.run();
            }
        } finally {
            inUse.unlock();
        }
    }
}
