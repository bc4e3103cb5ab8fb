package io.audiostream.client;

import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Makes one row of the speech events of each channel, as {@link SpeechTracker} does for one. Not thread-safe. */
final class ChannelSpeech {

    private final Map<Integer, SpeechTracker> channels = new TreeMap<>();

    /**
     * Notes that a session begins.
     *
     * @param start returns the position of the stream at which a channel goes on in it
     */
    void begin(IntFunction<Duration> start) {
        channels.forEach((channel, tracker) -> tracker.begin(start.apply(channel)));
    }

    /** Returns the events to pass on for an event of the session, with times from the beginning of the stream. */
    List<TranscriptionResponse> accept(TranscriptionResponse event) {
        return channels.computeIfAbsent(event.getMetadata().getChannel(), channel -> new SpeechTracker())
                .accept(event);
    }

    /** Returns the missing ends of speech, if the stream has ended and no session reported them. */
    List<TranscriptionResponse> complete() {
        return channels.values().stream()
                .map(SpeechTracker::complete)
                .flatMap(Optional::stream)
                .toList();
    }
}
