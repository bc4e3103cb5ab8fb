package io.audiostream.client;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Puts the finals of separate channels into the order in which they were spoken. The service sends each as soon as it
 * is ready: the final of a long turn comes after those of others who spoke meanwhile. So a final waits here until no
 * channel can have an earlier one. Finals of mixed channels do not wait. Not thread-safe.
 */
public final class ConversationOrder {

    private final Queue<TranscriptionResponse> waiting =
            new PriorityQueue<>(Comparator.comparingLong(ConversationOrder::startNanos)
                    .thenComparingInt(result -> result.getMetadata().getChannel()));

    /** Makes an order without finals. */
    public ConversationOrder() {}

    /** Adds a final of a stream. Returns the finals that are next: none, this one, or several. */
    public List<TranscriptionResponse> add(TranscriptionResponse result) {
        if (result.getMetadata().getChannel() == 0) {
            return List.of(result);
        }
        waiting.add(result);
        // The next final of each channel starts at or after the audio that all channels have in finals.
        long committed = Durations.toNanos(result.getMetadata().getAudioCommitted());
        List<TranscriptionResponse> next = new ArrayList<>();
        TranscriptionResponse first = waiting.peek();
        while (first != null && startNanos(first) < committed) {
            next.add(waiting.remove());
            first = waiting.peek();
        }
        return next;
    }

    /** Returns the finals that wait, at the end of a stream. */
    public List<TranscriptionResponse> end() {
        List<TranscriptionResponse> rest = new ArrayList<>();
        while (!waiting.isEmpty()) {
            rest.add(waiting.remove());
        }
        return rest;
    }

    private static long startNanos(TranscriptionResponse result) {
        return Durations.toNanos(result.getMetadata().getStartTime());
    }
}
