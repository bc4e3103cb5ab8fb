package io.audiostream.client.cli;

import io.audiostream.client.TranscriptionException;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.TranscriptionResponse;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Prints a stream's results. Its own lock lets the sender's progress and the service's results draw one after the
 * other.
 */
final class ResultPrinter implements TranscriptionListener {

    private final PrintStream out;
    private final FinalText format;
    private final Display display;
    private final boolean positionFromResults;
    private final Object lock = new Object();
    private boolean anyText;

    /**
     * @param positionFromResults whether to show how far the text has come, as is right for audio that is sent long
     *     before it is transcribed; else {@link #position} tells
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

    /** Told how far the audio has been sent. */
    void position(Duration sent) {
        synchronized (lock) {
            if (!positionFromResults) {
                display.position(sent);
            }
        }
    }

    /** Whether any final had text. */
    boolean anyText() {
        synchronized (lock) {
            return anyText;
        }
    }
}
