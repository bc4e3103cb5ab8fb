package io.audiostream.client;

import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes one row of the speech events of each channel, as {@link SpeechTracker} does for one. Not thread-safe. */
final class ChannelSpeech {

    private final Map<Integer, SpeechTracker> channels = new TreeMap<>();
    private Duration sessionStart = Duration.ZERO;

    /** Notes that a session begins at a position of the stream. */
    void begin(Duration start) {
        sessionStart = start;
        channels.values().forEach(channel -> channel.begin(start));
    }

    /** Returns the events to pass on for an event of the session, with times from the beginning of the stream. */
    List<TranscriptionResponse> accept(TranscriptionResponse event) {
        return channels.computeIfAbsent(event.getMetadata().getChannel(), channel -> newTracker())
                .accept(event);
    }

    private SpeechTracker newTracker() {
        var tracker = new SpeechTracker();
        tracker.begin(sessionStart);
        return tracker;
    }

    /** Returns the missing ends of speech, if the stream has ended and no session reported them. */
    List<TranscriptionResponse> complete() {
        return channels.values().stream()
                .map(SpeechTracker::complete)
                .flatMap(Optional::stream)
                .toList();
    }
}
