package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a whole window, which stays in the buffer until then. The result is an interim as long as the decode is not
 * final. A decode worker calls {@link #window} and {@link #onDecoded}, the session's executor everything else.
 */
final class WindowDecode extends SessionDecodes.Task {

    private final SessionDecodes decodes;
    private final DecodeLane lane;
    private final Utterance utterance;
    private final long end;
    private final BiConsumer<WindowDecode, Transcript> onFinal;
    private final BiConsumer<WindowDecode, Transcript> onProvisional;
    private volatile UtteranceText.Snapshot used;
    private boolean isFinal;
    private boolean processed;
    private volatile @Nullable Transcript transcript;

    /**
     * @param end position of the end of the window
     * @param onFinal called once with the transcript, if the decode is final
     * @param onProvisional called with the transcript while the decode is not final
     */
    WindowDecode(
            SessionDecodes decodes,
            DecodeLane lane,
            Utterance utterance,
            long end,
            BiConsumer<WindowDecode, Transcript> onFinal,
            BiConsumer<WindowDecode, Transcript> onProvisional) {
        decodes.super();
        this.decodes = decodes;
        this.lane = lane;
        this.utterance = utterance;
        this.end = end;
        this.onFinal = onFinal;
        this.onProvisional = onProvisional;
        used = utterance.snapshot();
    }

    Utterance utterance() {
        return utterance;
    }

    long end() {
        return end;
    }

    /** Returns the text on which the decode builds. */
    UtteranceText.Snapshot used() {
        return used;
    }

    WindowDecode asFinal() {
        isFinal = true;
        return this;
    }

    /** Turns this provisional decode into the final one. Returns false if the decode was dropped. */
    boolean makeFinal() {
        isFinal = true;
        boolean promoted = lane.promote(this);
        boolean decoded = transcript != null;
        if (decoded) {
            // Runs after the queued steps, which may deliver finals of earlier utterances.
            step(this::process);
        }
        return promoted || decoded;
    }

    private void process() {
        Transcript result = transcript;
        if (result == null) {
            return;
        }
        if (!isFinal) {
            onProvisional.accept(this, result);
        } else if (!processed) {
            // A step that was queued before the decode became final may come second.
            processed = true;
            onFinal.accept(this, result);
        }
    }

    @Override
    public Window window() {
        while (true) {
            UtteranceText.Snapshot snapshot = utterance.snapshot();
            used = snapshot;
            Window window = decodes.windowIfPresent(utterance, start(snapshot), end, Effort.FINAL, snapshot.context());
            if (window != null) {
                return window;
            }
            if (utterance.snapshot() == snapshot) {
                throw new IllegalStateException("the window's audio was discarded before it was decoded");
            }
            // The window slid meanwhile, and its first samples were discarded.
        }
    }

    private static long start(UtteranceText.Snapshot snapshot) {
        return snapshot.windowStartMillis() * Utterance.SAMPLES_PER_MILLI;
    }

    @Override
    public void onDecoded(Transcript result) {
        transcript = result;
        super.onDecoded(result);
    }

    @Override
    void decoded(Transcript result) {
        process();
    }
}
