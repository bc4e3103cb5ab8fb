package io.audiostream.transcriber.scheduling;

import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.Transcript;
import org.jspecify.annotations.Nullable;

/** A piece of audio to be decoded. Its methods are called on a decode worker and must return quickly. */
public interface DecodeTask {

    /** Audio and how to decode it; see {@link io.audiostream.transcriber.engine.Decoder} for their ranges. */
    record Window(float[] samples, DecodeRequest request) {}

    /**
     * The audio as it is now, asked for right before the decode so that it is the newest; null when there is nothing to
     * decode any more.
     */
    @Nullable
    Window window();

    void onDecoded(Transcript transcript);

    /** The engine failed. Not called for a task that was cancelled. */
    void onFailed(RuntimeException failure);
}
