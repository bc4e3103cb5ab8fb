package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends the utterance of a live stream whose client sends no audio, such as a muted microphone. A pause is found in the
 * audio, so without audio the final would wait for the next word. Thread-safe.
 */
public final class MuteTimeout {

    /** Time without audio beyond the endpointing silence: more than a late packet takes. */
    static final Duration MARGIN = Duration.ofMillis(800);

    /** Number of looks at a stream within the limit. */
    static final int CHECKS = 4;

    private final ScheduledExecutorService timer;

    public MuteTimeout(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Starts to watch a session. Ends with it. */
    public void watch(StreamSession session) {
        new Watch(session).schedule();
    }

    /** Returns the time between two looks at a session. */
    static Duration interval(Duration endpointingSilence) {
        return endpointingSilence.plus(MARGIN).dividedBy(CHECKS);
    }

    /** Counts the consecutive looks without new audio. Runs on the timer's threads, one run after another. */
    private final class Watch implements Runnable {

        private final StreamSession session;
        private final Duration interval;
        private long chunks = -1;
        private int idleChecks;

        Watch(StreamSession session) {
            this.session = session;
            interval = interval(session.endpointingSilence());
        }

        void schedule() {
            var _ = timer.schedule(this, interval.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            if (session.isClosed()) {
                return;
            }
            long received = session.receivedChunks();
            idleChecks = received == chunks ? idleChecks + 1 : 0;
            chunks = received;
            if (idleChecks == CHECKS) {
                session.mute();
            }
            schedule();
        }
    }
}
