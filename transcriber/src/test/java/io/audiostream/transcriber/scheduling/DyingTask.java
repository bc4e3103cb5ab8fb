package io.audiostream.transcriber.scheduling;

import io.audiostream.transcriber.engine.Transcript;
import org.jspecify.annotations.Nullable;

/** Throws an error where the decode worker does not expect one. */
public final class DyingTask implements DecodeTask {

    @Override
    public @Nullable Window window() {
        throw new IllegalStateException("no window");
    }

    @Override
    public void onDecoded(Transcript transcript) {}

    @Override
    public void onFailed(RuntimeException failure) {
        throw new AssertionError("a bug");
    }
}
