package io.audiostream.transcriber.scheduling;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * The lanes that wait for a decode worker, in the order in which they start. Within a rank, the lane that has waited
 * longest is the next. Not thread-safe.
 */
final class DecodeQueue {

    private final Map<DecodeRank, SequencedSet<DecodeLane>> waiting = new EnumMap<>(DecodeRank.class);

    DecodeQueue() {
        for (DecodeRank rank : DecodeRank.values()) {
            waiting.put(rank, new LinkedHashSet<>());
        }
    }

    /** Adds a lane that has work. A lane that waits with the same rank already keeps its place. */
    void add(DecodeLane lane, DecodeRank rank) {
        waiting.forEach((other, lanes) -> {
            if (other != rank) {
                lanes.remove(lane);
            }
        });
        lanes(rank).add(lane);
    }

    void remove(DecodeLane lane) {
        waiting.values().forEach(lanes -> lanes.remove(lane));
    }

    void clear() {
        waiting.values().forEach(SequencedSet::clear);
    }

    boolean hasLive() {
        return !lanes(DecodeRank.LIVE_FINAL).isEmpty()
                || !lanes(DecodeRank.LIVE_INTERIM).isEmpty();
    }

    boolean hasRecordings() {
        return !lanes(DecodeRank.RECORDING).isEmpty();
    }

    /** Removes and returns the next lane of a live session. {@link #hasLive} is true. */
    DecodeLane pollLive() {
        SequencedSet<DecodeLane> finals = lanes(DecodeRank.LIVE_FINAL);
        return finals.isEmpty() ? lanes(DecodeRank.LIVE_INTERIM).removeFirst() : finals.removeFirst();
    }

    /**
     * Removes and returns the next lane of a recording: one without a running decode, if there is one.
     * {@link #hasRecordings} is true.
     */
    DecodeLane pollRecording() {
        SequencedSet<DecodeLane> recordings = lanes(DecodeRank.RECORDING);
        DecodeLane next =
                recordings.stream().filter(DecodeLane::idle).findFirst().orElseGet(recordings::getFirst);
        recordings.remove(next);
        return next;
    }

    /** Returns the number of waiting lanes. */
    int size() {
        return waiting.values().stream().mapToInt(SequencedSet::size).sum();
    }

    /** Returns the number of lanes that wait with a rank. */
    int size(DecodeRank rank) {
        return lanes(rank).size();
    }

    private SequencedSet<DecodeLane> lanes(DecodeRank rank) {
        SequencedSet<DecodeLane> lanes = waiting.get(rank);
        if (lanes == null) {
            throw new IllegalStateException("every rank has lanes");
        }
        return lanes;
    }
}
