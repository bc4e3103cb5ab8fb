package io.audiostream.transcriber.scheduling;

import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.Transcript;
import org.jspecify.annotations.Nullable;

/** Provides audio to decode and receives its transcript. Methods are called on a decode worker and must not block. */
public interface DecodeTask {

    /** Audio and how to decode it, within the ranges that {@link io.audiostream.transcriber.engine.Decoder} gives. */
    record Window(float[] samples, DecodeRequest request) {}

    /**
     * Returns the audio received so far, or null if it no longer has to be decoded. Called right before the decode, so
     * that the window is the newest.
     */
    @Nullable
    Window window();

    void onDecoded(Transcript transcript);

    /** Called when the engine failed. Not called for a cancelled task. */
    void onFailed(RuntimeException failure);
}
