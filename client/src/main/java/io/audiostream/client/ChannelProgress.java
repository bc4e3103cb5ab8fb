package io.audiostream.client;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is final of each channel of a stream. Mixed channels are channel 0. Separate channels progress on their own, so
 * a call that resumes at the one which is furthest behind has to skip audio of the others. Not thread-safe.
 */
final class ChannelProgress {

    /** The positions in the stream up to which the text of each separate channel is final; empty if they are mixed. */
    private List<Duration> committed = List.of();

    private final Map<Integer, Integer> nextSegments = new HashMap<>();

    /** @param positions up to which the text of each separate channel is final; empty without news */
    void commit(List<Duration> positions) {
        if (!positions.isEmpty()) {
            committed = List.copyOf(positions);
        }
    }

    /** Notes a final, with its number in the stream. */
    void finished(TranscriptionMetadata segment) {
        nextSegments.put(segment.getChannel(), segment.getSegmentIndex() + 1);
    }

    /** Returns whether there was a final. */
    boolean hasFinals() {
        return !nextSegments.isEmpty();
    }

    /** Returns the numbers in the stream of the next segments, by channel. */
    Map<Integer, Integer> nextSegments() {
        return Map.copyOf(nextSegments);
    }

    /** Returns where a channel goes on in a call whose audio begins at a position in the stream. */
    Duration start(int channel, Duration begin) {
        boolean known = channel > 0 && channel <= committed.size();
        Duration position = known ? committed.get(channel - 1) : begin;
        return position.compareTo(begin) > 0 ? position : begin;
    }

    /** Returns what the service skips of each channel in a call whose audio begins at a position in the stream. */
    List<com.google.protobuf.Duration> skips(Duration start) {
        return committed.stream()
                .map(position ->
                        Durations.fromNanos(Math.max(0, position.minus(start).toNanos())))
                .toList();
    }
}
