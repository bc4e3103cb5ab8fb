package io.audiostream.transcriber.session;

import java.time.Duration;

/**
 * Speech that started or ended. The events of a channel alternate, and tell what the endpointer found: they come before
 * any text, and also for speech in which the model finds no words.
 *
 * @param channel the separate channel, from 1; 0 if the channels are mixed
 * @param time start of the utterance, at most 300 ms before its speech, or its end, at most 300 ms after its speech;
 *     from the first sample of the stream
 * @param progress progress of the session when the event was found
 */
public record SpeechEvent(Kind kind, int channel, Duration time, SegmentResult.Progress progress) {

    /** What speech did. */
    public enum Kind {
        STARTED,
        ENDED
    }
}
