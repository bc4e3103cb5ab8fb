package io.audiostream.client.cli;

import io.audiostream.client.TranscriptionException;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.TranscriptionResponse;
import java.io.PrintStream;
import java.time.Duration;

/** Prints a stream's results. Its own lock lets the sender's progress and the service's results draw one after the other. */
final class ResultPrinter implements TranscriptionListener {

    private final PrintStream out;
    private final FinalText format;
    private final Display display;
    private final Object lock = new Object();
    private boolean anyText;

    ResultPrinter(PrintStream out, FinalText format, Display display) {
        this.out = out;
        this.format = format;
        this.display = display;
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

    /** Shows how far the audio has come. */
    void position(Duration position) {
        synchronized (lock) {
            display.position(position);
        }
    }

    /** Whether any final had text. */
    boolean anyText() {
        synchronized (lock) {
            return anyText;
        }
    }
}
