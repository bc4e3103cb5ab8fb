package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses recordings that cannot be transcribed in time. Measures how much decode time the recordings of this server
 * needed, and how much audio of the open ones is left. The estimate is a lower bound: it assumes that all cores decode
 * recordings. Before the first measurement nothing is refused. Thread-safe.
 */
final class RecordingWork {

    /** A recording is refused only if the estimate exceeds its limit by this factor, because speech varies. */
    static final double TOLERANCE = 2;

    /** Shorter recordings are not measured: the fixed cost of a decode would dominate. */
    static final double MIN_MEASURED_SECONDS = 10;

    /** Weight of the newest measurement in the average. */
    private static final double WEIGHT = 0.3;

    @GuardedBy("this")
    private final Set<Recording> open = new HashSet<>();

    /** Decode time of one core for a second of audio; NaN before the first measurement. */
    @GuardedBy("this")
    private double cost = Double.NaN;

    /**
     * Checks whether a recording can be transcribed in time.
     *
     * @param length length of the recording
     * @param limit how long its call may take
     * @param cores decodes that run at the same time
     * @throws SessionRefusedException if it cannot
     */
    synchronized void check(RecordingLength length, Duration limit, int cores) throws SessionRefusedException {
        double seconds = length.transcribedSeconds();
        double alone = seconds * cost / cores;
        // Recordings share the cores. Until this one ends, each other one gets at most as much as it.
        double shared = alone
                + open.stream()
                                .mapToDouble(each -> Math.min(each.rest, seconds))
                                .sum()
                        * cost
                        / cores;
        double limitSeconds = limit.toMillis() / 1000.0;
        if (alone > TOLERANCE * limitSeconds) {
            throw new SessionRefusedException(
                    Reason.TOO_LONG,
                    "",
                    ("a recording of %s takes at least %.0f s here, the call may take %.1f s: allow more time, send"
                                    + " shorter parts, or use UploadAudio or StreamTranscriptions")
                            .formatted(length, alone, limitSeconds));
        }
        if (shared > TOLERANCE * limitSeconds) {
            throw new SessionRefusedException(
                    Reason.BUSY,
                    "",
                    ("a recording of %s takes at least %.0f s beside the %d recordings in progress, the call may take"
                                    + " %.1f s: try again in a moment")
                            .formatted(length, shared, open.size(), limitSeconds));
        }
    }

    /**
     * Returns the observer of a recording whose session opens.
     *
     * @param seconds audio that is transcribed
     */
    synchronized SessionObserver begin(double seconds) {
        var recording = new Recording(seconds);
        open.add(recording);
        return recording;
    }

    private synchronized void received(Recording recording, double seconds) {
        recording.rest = Math.max(0, recording.rest - seconds);
    }

    private synchronized void end(Recording recording, SessionSummary summary) {
        open.remove(recording);
        if (summary.end() == SessionEnd.COMPLETED
                && summary.results().finals() > 0
                && summary.audio().receivedSeconds() >= MIN_MEASURED_SECONDS) {
            double measured = summary.realTimeFactor();
            cost = Double.isNaN(cost) ? measured : cost + WEIGHT * (measured - cost);
        }
    }

    private final class Recording implements SessionObserver {

        /** Audio that is not decoded yet, in seconds; guarded by the lock of {@link RecordingWork}. */
        private double rest;

        private Recording(double seconds) {
            rest = seconds;
        }

        @Override
        public void audioReceived(double seconds) {
            received(this, seconds);
        }

        @Override
        public void closed(SessionSummary summary) {
            end(this, summary);
        }
    }
}
