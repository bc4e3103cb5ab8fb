package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes each segment of a session an item: for connections whose items the server ends. Sends text as soon as it is
 * settled, while the item is still spoken. Called by one thread at a time.
 */
final class DetectedItems implements SessionListener {

    private final ServerEvents events;
    private final boolean logprobs;
    private final long offsetMillis;
    private final Consumer<SessionFailure> onFailed;
    private @Nullable String item;
    private @Nullable Deltas deltas;
    private int segment = -1;

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
    public void onResult(SegmentResult result) {
        String open = item;
        Deltas text = deltas;
        if (open == null || text == null || segment != result.index()) {
            open = begin(result);
            text = new Deltas(events, open);
            deltas = text;
        }
        if (result.isFinal()) {
            end(open, text, result);
        } else {
            text.offer(result.settledText());
        }
    }

    private String begin(SegmentResult result) {
        String begun = ServerEvents.id("item");
        item = begun;
        segment = result.index();
        events.speechStarted(begun, millis(result.time().start()));
        return begun;
    }

    private void end(String open, Deltas text, SegmentResult result) {
        events.speechStopped(open, millis(result.time().end()));
        events.committed(open);
        text.send(result.text());
        var tokens = Optional.of(result.hypothesis().tokens()).filter(_ -> logprobs);
        events.completed(
                open,
                result.text(),
                tokens,
                List.of(result.language()),
                result.time().end().minus(result.time().start()));
        item = null;
    }

    private long millis(Duration time) {
        return offsetMillis + time.toMillis();
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        item = null;
    }

    @Override
    public void onFailed(Exception failure) {
        Duration done = failure instanceof ResumableException e ? e.progress().committed() : Duration.ZERO;
        onFailed.accept(new SessionFailure(failure, Optional.ofNullable(item), millis(done)));
    }
}
