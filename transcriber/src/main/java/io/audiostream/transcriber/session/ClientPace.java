package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures how long a session waits for the audio of its client. Only the time counts in which the session has
 * processed every chunk: before, it asks the client for no more. Bytes without a sample do not end the wait.
 * Thread-safe.
 */
final class ClientPace {

    /** Time of waiting that a second of audio makes up for. A client of a tenth of real time never falls behind. */
    static final int WAIT_PER_AUDIO = 10;

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ;

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private int queuedChunks;

    @GuardedBy("this")
    private long waitingSince;

    /** The wait since the last sample, up to {@code waitingSince}. */
    @GuardedBy("this")
    private long waited;

    @GuardedBy("this")
    private long lag;

    /** Samples since the session last waited. */
    @GuardedBy("this")
    private long samples;

    @GuardedBy("this")
    private boolean ended;

    ClientPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        waitingSince = nanoTime.getAsLong();
    }

    /** Records that a chunk arrived. */
    synchronized void received() {
        if (queuedChunks == 0) {
            long wait = nanoTime.getAsLong() - waitingSince;
            waited += wait;
            lag += wait;
            samples = 0;
        }
        queuedChunks++;
    }

    /** Records samples of the received chunks. */
    synchronized void audio(int count) {
        if (count > 0) {
            samples += count;
            waited = 0;
            lag = Math.max(0, lag - WAIT_PER_AUDIO * count * NANOS_PER_SAMPLE);
        }
    }

    /** Records that a received chunk is processed. */
    synchronized void processed() {
        queuedChunks--;
        if (queuedChunks == 0) {
            waitingSince = nanoTime.getAsLong();
        }
    }

    /** Records that the audio has ended: the session waits no more. */
    synchronized void end() {
        ended = true;
    }

    /** Returns how long the session has waited since the last sample; zero while it does not wait. */
    synchronized Duration waited() {
        return Duration.ofNanos(waits() ? waited + currentWait() : 0);
    }

    /**
     * Returns how far the client is behind a tenth of real time: the time of waiting that its audio does not make up
     * for. Zero while the session does not wait.
     */
    synchronized Duration lag() {
        return Duration.ofNanos(waits() ? lag + currentWait() : 0);
    }

    /** Returns the length of the audio that arrived since the wait before the present one: usually one chunk. */
    synchronized Duration lastAudio() {
        return Duration.ofNanos(samples * NANOS_PER_SAMPLE);
    }

    @GuardedBy("this")
    private boolean waits() {
        return !ended && queuedChunks == 0;
    }

    @GuardedBy("this")
    private long currentWait() {
        return nanoTime.getAsLong() - waitingSince;
    }
}
