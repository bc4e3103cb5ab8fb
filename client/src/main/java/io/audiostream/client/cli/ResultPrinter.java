package io.audiostream.client.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.client.ConversationOrder;
import io.audiostream.client.Reconnection;
import io.audiostream.client.TranscriptionException;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** Prints the results of a stream. Thread-safe: the sender reports its progress while results arrive. */
final class ResultPrinter implements TranscriptionListener {

    private final Consumer<String> out;
    private final TranscriptWriter writer;

    @GuardedBy("lock")
    private final Display display;

    private final boolean positionFromResults;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ConversationOrder order = new ConversationOrder();

    @GuardedBy("lock")
    private boolean anyText;

    @GuardedBy("lock")
    private boolean disconnected;

    /**
     * @param out receives the transcript, piece by piece
     * @param positionFromResults whether the display shows the position of the final text, for audio that is sent long
     *     before it is transcribed. If false, it shows the position given to {@link #onSent}.
     */
    ResultPrinter(Consumer<String> out, TranscriptWriter writer, Display display, boolean positionFromResults) {
        this.out = out;
        this.writer = writer;
        this.display = display;
        this.positionFromResults = positionFromResults;
    }

    @Override
    public void onInterim(TranscriptionResponse interim) {
        synchronized (lock) {
            disconnected = false;
            display.interim(ChannelLabel.before(interim) + interim.getText());
        }
    }

    @Override
    public void onFinal(TranscriptionResponse result) {
        synchronized (lock) {
            disconnected = false;
            display.clear();
            anyText |= !result.getText().isEmpty();
            order.add(result).forEach(next -> out.accept(writer.add(next)));
            if (positionFromResults) {
                com.google.protobuf.Duration committed = result.getMetadata().getAudioCommitted();
                display.position(Duration.ofSeconds(committed.getSeconds(), committed.getNanos()));
            }
        }
    }

    @Override
    public void onReconnecting(Reconnection reconnection) {
        synchronized (lock) {
            disconnected = true;
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

    /** Ends the transcript. */
    void end() {
        synchronized (lock) {
            display.clear();
            order.end().forEach(next -> out.accept(writer.add(next)));
            out.accept(writer.end());
        }
    }

    /** Shows a message for the user. */
    void message(String text) {
        synchronized (lock) {
            display.message(text);
        }
    }

    /** Returns whether the stream waits for a connection. */
    boolean isDisconnected() {
        synchronized (lock) {
            return disconnected;
        }
    }

    /** Returns whether at least one final had text. */
    boolean anyText() {
        synchronized (lock) {
            return anyText;
        }
    }
}
