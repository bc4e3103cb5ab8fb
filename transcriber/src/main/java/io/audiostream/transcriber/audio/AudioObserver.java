package io.audiostream.transcriber.audio;

/**
 * Receives what an {@link AudioDecoder} drops or corrects in a stream that it still decodes. Called by the thread that
 * decodes.
 */
public interface AudioObserver {

    /** Ignores all events. */
    AudioObserver NOOP = new AudioObserver() {};

    /** Why the decoder dropped bytes. */
    enum DropReason {
        /** The audio ends inside a sample, or a WAV header follows inside a sample. */
        INCOMPLETE_SAMPLE,
        /** The audio ends inside a further WAV header. */
        INCOMPLETE_HEADER,
        /** The bytes follow the audio of a WAV file, and are not a chunk that is known to hold no audio. */
        AFTER_WAV_DATA
    }

    /** @param bytes bytes since the previous call with this reason, at least 1 */
    default void dropped(DropReason reason, long bytes) {}

    /**
     * Called for stereo audio whose channels would cancel each other, so that the decoder inverted one of them.
     *
     * @param seconds duration of that audio since the previous call, more than 0
     */
    default void outOfPhase(double seconds) {}
}
