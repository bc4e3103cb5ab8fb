package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SpeechEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes each segment of a session an item: for connections whose items the server ends. An item begins when its speech
 * starts, and its text is sent as soon as it is settled. Speech that starts before the text of the speech before is
 * complete begins another item. Called by one thread at a time.
 */
final class DetectedItems implements SessionListener {

    private final ServerEvents events;
    private final boolean logprobs;
    private final long offsetMillis;
    private final Consumer<SessionFailure> onFailed;
    private final Deque<Item> items = new ArrayDeque<>();

    /** Whether the speech of the last completed item goes on in the next segment, which gets an item of its own. */
    private boolean goesOn;

    private static final class Item {

        private final String id = ServerEvents.id("item");
        private final Deltas text;
        private boolean stopped;

        Item(ServerEvents events) {
            text = new Deltas(events, id);
        }
    }

    /**
     * @param offsetMillis audio of the connection before this session, in ms
     * @param onFailed ends the connection
     */
    DetectedItems(ServerEvents events, boolean logprobs, long offsetMillis, Consumer<SessionFailure> onFailed) {
        this.events = events;
        this.logprobs = logprobs;
        this.offsetMillis = offsetMillis;
        this.onFailed = onFailed;
    }

    @Override
    public void onSpeech(SpeechEvent event) {
        switch (event.kind()) {
            case STARTED -> items.addLast(begin(event.time()));
            case ENDED -> {
                // Without an item, the last segment of the speech has no result yet.
                Item last = items.peekLast();
                if (last != null) {
                    stop(last, event.time());
                }
            }
        }
    }

    @Override
    public void onResult(SegmentResult result) {
        if (goesOn || items.isEmpty()) {
            goesOn = false;
            items.addFirst(begin(result.time().start()));
        }
        Item item = items.getFirst();
        if (result.isFinal()) {
            items.removeFirst();
            complete(item, result);
            goesOn = !result.endOfUtterance();
        } else {
            item.text.offer(result.settledText());
        }
    }

    private Item begin(Duration start) {
        var begun = new Item(events);
        events.speechStarted(begun.id, millis(start));
        return begun;
    }

    private void stop(Item item, Duration end) {
        if (!item.stopped) {
            item.stopped = true;
            events.speechStopped(item.id, millis(end));
        }
    }

    private void complete(Item item, SegmentResult result) {
        stop(item, result.time().end());
        events.committed(item.id);
        item.text.send(result.text());
        var tokens = Optional.of(result.hypothesis().tokens()).filter(_ -> logprobs);
        events.completed(
                item.id,
                result.text(),
                tokens,
                List.of(result.language()),
                result.time().end().minus(result.time().start()));
    }

    private long millis(Duration time) {
        return offsetMillis + time.toMillis();
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        items.clear();
    }

    @Override
    public void onFailed(Exception failure) {
        Duration done = failure instanceof ResumableException e ? e.progress().committed() : Duration.ZERO;
        Optional<String> open = Optional.ofNullable(items.peekFirst()).map(item -> item.id);
        onFailed.accept(new SessionFailure(failure, open, millis(done)));
    }
}
