package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Puts the finals of separate channels into the order of their start. A final waits until no channel can have an
 * earlier one. Finals of mixed channels are in order and do not wait. Not thread-safe.
 */
final class ConversationOrder {

    private final Queue<SegmentResult> waiting = new PriorityQueue<>(
            Comparator.<SegmentResult, Duration>comparing(each -> each.time().start())
                    .thenComparing(SegmentResult::channel));

    /** Adds a final. Returns the finals that are next. */
    List<SegmentResult> add(SegmentResult result) {
        if (result.channel() == 0) {
            return List.of(result);
        }
        waiting.add(result);
        // The next final of each channel starts at or after its committed audio.
        return takeBefore(result.progress().committed());
    }

    private List<SegmentResult> takeBefore(Duration time) {
        List<SegmentResult> taken = new ArrayList<>();
        SegmentResult first = waiting.peek();
        while (first != null && first.time().start().compareTo(time) < 0) {
            taken.add(first);
            waiting.remove();
            first = waiting.peek();
        }
        return taken;
    }

    /** Returns the finals that wait, at the end of the audio. */
    List<SegmentResult> takeAll() {
        List<SegmentResult> all = new ArrayList<>();
        for (SegmentResult next = waiting.poll(); next != null; next = waiting.poll()) {
            all.add(next);
        }
        return all;
    }
}
