package io.audiostream.transcriber.realtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.RecordingTranscript.Part;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An item that the client ends with a commit. Its text is transcribed and sent while the client appends audio. Several
 * sessions can follow each other in an item. Thread-safe.
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
    private final Deltas deltas;

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
        deltas = new Deltas(events, id);
    }

    long offsetMillis() {
        return offsetMillis;
    }

    @Override
    public synchronized void onResult(SegmentResult result) {
        if (result.isFinal()) {
            transcript.add(result);
            deltas.offer(transcript.text());
        } else {
            deltas.offer(transcript.settledText(result));
        }
    }

    /** Reports the item to the client. */
    void commit() {
        events.committed(id);
    }

    /**
     * Reports the whole text. Call after {@link #commit}, when the last session of the item has ended.
     *
     * @param audio duration of the item's audio
     */
    synchronized void complete(Duration audio) {
        if (failed) {
            return;
        }
        var finals = transcript.parts().stream().map(Part::result).toList();
        var tokens = finals.stream()
                .flatMap(part -> part.hypothesis().tokens().stream())
                .toList();
        deltas.send(transcript.text());
        events.completed(
                id,
                transcript.text(),
                Optional.of(tokens).filter(_ -> logprobs),
                finals.stream().map(SegmentResult::language).toList(),
                audio);
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
        // The item gets no text, so all of its audio is needed again.
        onFailed.accept(new SessionFailure(failure, Optional.of(id), offsetMillis));
    }
}
