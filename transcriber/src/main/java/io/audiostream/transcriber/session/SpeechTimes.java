package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
import java.util.OptionalLong;

/** Which audio of a stream is speech. Times are in ms from the start of the stream. Used on the session's executor. */
record SpeechTimes(SpeechFrames frames) {

    /** Speech, in ms, that may be a sentence of its own if it is separate: "No." or "Stop!". */
    private static final long MIN_SEPARATE_MILLIS = 350;

    /** Pause, in ms, before and after separate speech: longer than those within a word. */
    private static final long MIN_PAUSE_MILLIS = 200;

    /** Returns the speech between two times. */
    long between(long fromMillis, long toMillis) {
        return frames.speechBetween(samples(fromMillis), samples(toMillis)) / Utterance.SAMPLES_PER_MILLI;
    }

    /** Returns whether a stretch of speech that is long enough for a word lies between two times and two pauses. */
    boolean hasSeparate(long fromMillis, long toMillis) {
        return frames.hasSeparateSpeech(
                samples(fromMillis), samples(toMillis), samples(MIN_SEPARATE_MILLIS), samples(MIN_PAUSE_MILLIS));
    }

    /**
     * Returns the middle of the last pause between two times; empty if there is none.
     *
     * @param minMillis minimum length of the pause
     */
    OptionalLong lastPause(long fromMillis, long toMillis, long minMillis) {
        return frames.pauses(samples(fromMillis), samples(toMillis), samples(minMillis)).reversed().stream()
                .mapToLong(pause -> pause.middle() / Utterance.SAMPLES_PER_MILLI)
                .findFirst();
    }

    private static long samples(long millis) {
        return millis * Utterance.SAMPLES_PER_MILLI;
    }
}
