package io.audiostream.client.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.client.Reconnection;
import io.audiostream.client.TranscriptionException;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.TranscriptionResponse;
import java.io.PrintStream;
import java.time.Duration;

/** Prints the results of a stream. Thread-safe: the sender reports its progress while results arrive. */
final class ResultPrinter implements TranscriptionListener {

    private final PrintStream out;
    private final FinalText format;

    @GuardedBy("lock")
    private final Display display;

    private final boolean positionFromResults;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean anyText;

    /**
     * @param positionFromResults whether the display shows the position of the final text, for audio that is sent long
     *     before it is transcribed. If false, it shows the position given to {@link #onSent}.
     */
    ResultPrinter(PrintStream out, FinalText format, Display display, boolean positionFromResults) {
        this.out = out;
        this.format = format;
        this.display = display;
        this.positionFromResults = positionFromResults;
    }

    @Override
    public void onInterim(TranscriptionResponse interim) {
        synchronized (lock) {
            display.interim(interim.getText());
        }
    }

    @Override
    public void onFinal(TranscriptionResponse result) {
        synchronized (lock) {
            display.clear();
            anyText |= !result.getText().isEmpty();
            out.print(format.render(result));
            out.flush();
            if (positionFromResults) {
                com.google.protobuf.Duration committed = result.getMetadata().getAudioCommitted();
                display.position(Duration.ofSeconds(committed.getSeconds(), committed.getNanos()));
            }
        }
    }

    @Override
    public void onReconnecting(Reconnection reconnection) {
        synchronized (lock) {
            // Once for each interruption.
            if (reconnection.attempt() == 1 && reconnection.resumesFrom().isZero()) {
                display.message(
                        "waiting for the service: " + reconnection.cause().getMessage());
            } else if (reconnection.attempt() == 1) {
                display.message("the connection broke and resumes from %.1f s: %s"
                        .formatted(
                                reconnection.resumesFrom().toMillis() / 1e3,
                                reconnection.cause().getMessage()));
            }
        }
    }

    @Override
    public void onEnd() {
        synchronized (lock) {
            display.clear();
        }
    }

    @Override
    public void onFailure(TranscriptionException failure) {
        synchronized (lock) {
            display.clear();
        }
    }

    /** Receives the position up to which the audio was sent. */
    void onSent(Duration position) {
        synchronized (lock) {
            if (!positionFromResults) {
                display.position(position);
            }
        }
    }

    /** Returns whether at least one final had text. */
    boolean anyText() {
        synchronized (lock) {
            return anyText;
        }
    }
}
