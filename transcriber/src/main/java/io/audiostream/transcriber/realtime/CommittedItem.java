package io.audiostream.transcriber.realtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An item that the client ends with a commit. Its text is transcribed while the client appends audio, and sent after
 * the commit. Several sessions can follow each other in an item. Thread-safe.
 */
final class CommittedItem implements SessionListener {

    private final String id = ServerEvents.id("item");
    private final ServerEvents events;
    private final boolean logprobs;
    private final long offsetMillis;
    private final Consumer<SessionFailure> onFailed;

    @GuardedBy("this")
    private final RecordingTranscript transcript = new RecordingTranscript();

    @GuardedBy("this")
    private boolean committed;

    @GuardedBy("this")
    private boolean failed;

    /**
     * @param offsetMillis audio of the connection before this item, in ms
     * @param onFailed ends the connection
     */
    CommittedItem(ServerEvents events, boolean logprobs, long offsetMillis, Consumer<SessionFailure> onFailed) {
        this.events = events;
        this.logprobs = logprobs;
        this.offsetMillis = offsetMillis;
        this.onFailed = onFailed;
    }

    long offsetMillis() {
        return offsetMillis;
    }

    @Override
    public synchronized void onResult(SegmentResult result) {
        String more = transcript.add(result);
        if (committed && !more.isEmpty()) {
            events.delta(id, more);
        }
    }

    /** Reports the item to the client, and the text that is known so far. */
    synchronized void commit() {
        committed = true;
        events.committed(id);
        String text = text();
        if (!text.isEmpty()) {
            events.delta(id, text);
        }
    }

    /**
     * Reports the whole text. Call after {@link #commit}, when the last session of the item has ended.
     *
     * @param audio duration of the item's audio
     */
    synchronized void complete(Duration audio) {
        if (!failed) {
            var tokens = transcript.parts().stream()
                    .flatMap(part -> part.result().hypothesis().tokens().stream())
                    .toList();
            events.completed(id, text(), Optional.of(tokens).filter(_ -> logprobs), audio);
        }
    }

    @GuardedBy("this")
    private String text() {
        var text = new StringBuilder();
        transcript.parts().forEach(part -> text.append(part.text()));
        return text.toString();
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        // The item goes on until its commit.
    }

    @Override
    public void onFailed(Exception failure) {
        synchronized (this) {
            failed = true;
        }
        onFailed.accept(new SessionFailure(failure, Optional.of(id), offsetMillis));
    }
}
