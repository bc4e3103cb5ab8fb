package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A transcoder whose output a test provides. */
final class FakeTranscoder implements Transcoder {

    final Queue<ByteBuffer> output = new ArrayDeque<>();
    final StringBuilder input = new StringBuilder();
    boolean accepts = true;
    boolean inputEnded;
    boolean exited;
    Optional<String> problem = Optional.empty();

    @Override
    public boolean accepts() {
        return accepts;
    }

    @Override
    public void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            input.append((char) (bytes.get() & 0xFF));
        }
    }

    @Override
    public void end() {
        inputEnded = true;
    }

    @Override
    public boolean hasOutput() {
        return !output.isEmpty();
    }

    @Override
    public @Nullable ByteBuffer read() {
        return output.poll();
    }

    @Override
    public boolean finished() {
        return exited && output.isEmpty();
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        exited = true;
    }
}
