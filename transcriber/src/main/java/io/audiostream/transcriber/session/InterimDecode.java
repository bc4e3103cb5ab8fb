package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Transcript;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the newest window of an open utterance: the audio that was received when a worker begins. A decode worker
 * calls {@link #window}, the session's executor everything else.
 */
final class InterimDecode extends SessionDecodes.Task {

    private final SessionDecodes decodes;
    private final SampleBuffer buffer;
    private final Utterance utterance;
    private final BiConsumer<InterimDecode, Transcript> onDecoded;
    private volatile UtteranceText.Snapshot used;
    private volatile long end;

    InterimDecode(
            SessionDecodes decodes,
            SampleBuffer buffer,
            Utterance utterance,
            BiConsumer<InterimDecode, Transcript> onDecoded) {
        decodes.super();
        this.decodes = decodes;
        this.buffer = buffer;
        this.utterance = utterance;
        this.onDecoded = onDecoded;
        used = utterance.snapshot();
    }

    Utterance utterance() {
        return utterance;
    }

    /** Returns the position of the end of the decoded window. */
    long end() {
        return end;
    }

    /** Returns the text on which the decode builds. */
    UtteranceText.Snapshot used() {
        return used;
    }

    @Override
    public @Nullable Window window() {
        used = utterance.snapshot();
        long start = used.windowStartMillis() * Utterance.SAMPLES_PER_MILLI;
        end = Math.min(buffer.end(), start + WindowDecoding.MAX_SAMPLES);
        return utterance.closed() || end <= start
                ? null
                : decodes.windowIfPresent(utterance, start, end, Effort.INTERIM, used.context());
    }

    @Override
    void decoded(Transcript transcript) {
        onDecoded.accept(this, transcript);
    }
}
