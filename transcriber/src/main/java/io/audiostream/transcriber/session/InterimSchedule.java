package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpeechEngine;

/**
 * Decides at which position of the audio the next interim is decoded. Until the first text of a segment is sent,
 * interims are decoded more often than the client requested. Positions are in samples from the start of the stream. Not
 * thread-safe.
 */
final class InterimSchedule {

    /** Minimum audio of an interim. Whisper hallucinates on less. */
    private static final int MIN_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 800 / 1_000;

    /** Audio between two interims until the first text of the segment is sent. */
    private static final int FIRST_TEXT_STEP_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ * 100 / 1_000;

    private long step;
    private long next;

    /** @param step audio between two interims, in samples */
    InterimSchedule(long step) {
        this.step = step;
    }

    /** @param samples audio between two interims from now on */
    void step(long samples) {
        step = samples;
    }

    /** Called when an utterance opens. */
    void opened(long start) {
        next = start + MIN_SAMPLES;
    }

    boolean isDue(long received) {
        return received >= next;
    }

    /** @param textSent whether a text of the open segment was sent */
    void offered(long received, boolean textSent) {
        next = received + (textSent ? step : Math.min(step, FIRST_TEXT_STEP_SAMPLES));
    }

    /** Called when the first text of a segment is sent, whose audio ends at {@code end}. */
    void firstTextSent(long end) {
        next = Math.max(next, end + step);
    }
}
