package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Ends the utterance of a live session whose client sends no audio, such as a muted microphone. A pause is found in the
 * audio, so without audio the final would wait for the next word. Thread-safe.
 */
public final class MuteTimeout {

    /** Time without audio beyond the endpointing silence: more than the usual jitter of a network. */
    static final Duration MARGIN = Duration.ofMillis(500);

    /** Maximum length of a chunk whose successor is awaited. */
    static final Duration MAX_CHUNK = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer;

    public MuteTimeout(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Starts to watch a session. After the time without audio its utterance ends as by silence. */
    void watch(StreamSession session) {
        WaitTimer.start(timer, session, () -> limit(session), session::mute);
    }

    /**
     * Returns the time without audio that ends the utterance. The pause at the end of the received audio counts as part
     * of the endpointing silence. A client that sends a second of audio at a time sends nothing for a second.
     */
    private static Duration limit(StreamSession session) {
        Duration chunk = session.pace().lastAudio();
        Duration silence = session.endpointingSilence().minus(session.currentPause());
        return MARGIN.plus(silence.isNegative() ? Duration.ZERO : silence)
                .plus(chunk.compareTo(MAX_CHUNK) < 0 ? chunk : MAX_CHUNK);
    }
}
