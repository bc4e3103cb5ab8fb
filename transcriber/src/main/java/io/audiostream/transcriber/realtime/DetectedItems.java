package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each segment of a session an item: for connections whose items the server ends. Sends text as soon as it is
 * settled, while the item is still spoken. Called by one thread at a time.
 */
final class DetectedItems implements SessionListener {

    private static final Logger log = LoggerFactory.getLogger(DetectedItems.class);

    private final ServerEvents events;
    private final boolean logprobs;
    private final long offsetMillis;
    private final Consumer<SessionFailure> onFailed;
    private @Nullable String item;
    private int segment = -1;
    private String sent = "";

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
        if (open == null || segment != result.index()) {
            open = begin(result);
        }
        if (result.isFinal()) {
            end(open, result);
        } else if (events.isReady()) {
            int settled =
                    result.text().offsetByCodePoints(0, result.hypothesis().settledLength());
            sendUpTo(open, result.text().substring(0, settled));
        }
    }

    private String begin(SegmentResult result) {
        String begun = ServerEvents.id("item");
        item = begun;
        segment = result.index();
        sent = "";
        events.speechStarted(begun, millis(result.time().start()));
        return begun;
    }

    private void end(String open, SegmentResult result) {
        events.speechStopped(open, millis(result.time().end()));
        events.committed(open);
        sendUpTo(open, result.text());
        var tokens = Optional.of(result.hypothesis().tokens()).filter(_ -> logprobs);
        events.completed(
                open,
                result.text(),
                tokens,
                result.time().end().minus(result.time().start()));
        item = null;
    }

    /** Sends what a text has more than the text that was sent. */
    private void sendUpTo(String open, String text) {
        if (!text.startsWith(sent)) {
            // A defect: settled text never changes. The completed event has the right text.
            log.error("the settled text of item {} changed", open);
            return;
        }
        if (text.length() > sent.length()) {
            events.delta(open, text.substring(sent.length()));
            sent = text;
        }
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
        onFailed.accept(new SessionFailure(failure, Optional.ofNullable(item), offsetMillis));
    }
}
