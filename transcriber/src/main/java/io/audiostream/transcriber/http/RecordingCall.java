package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The session of a recording, for the thread that responds. The thread waits for the results in order, and no longer
 * once the client has disconnected.
 */
final class RecordingCall implements AutoCloseable {

    private final BlockingQueue<Event> events;
    private final StreamSession session;
    private final DisconnectDetector detector;
    private SegmentResult.Progress progress = new SegmentResult.Progress(Duration.ZERO, Duration.ZERO, 0);

    private sealed interface Event {
        record Result(SegmentResult result) implements Event {}

        record Completed(SegmentResult.Progress progress) implements Event {}

        record Failed(Exception failure) implements Event {}
    }

    private RecordingCall(BlockingQueue<Event> events, StreamSession session, Context context) {
        this.events = events;
        this.session = session;
        detector =
                new DisconnectDetector(context, () -> events.add(new Event.Failed(new ClientDisconnectedException())));
    }

    /**
     * Starts to transcribe a recording.
     *
     * @throws SessionRefusedException if the session cannot be opened
     */
    static RecordingCall start(
            Sessions sessions, UnaryTimeout unaryTimeout, Context context, Permit permit, TranscriptionForm form)
            throws SessionRefusedException {
        CallContext call = CallContextMapper.of(context);
        var events = new LinkedBlockingQueue<Event>();
        StreamSession session = sessions.openRecording(
                permit, form.request(), form.audio(), unaryTimeout.limit(call), call, new Listener(events));
        unaryTimeout.limit(session, call);
        session.recording(form.audio());
        return new RecordingCall(events, session, context);
    }

    /**
     * Waits for the next result. Returns empty at the end of the recording.
     *
     * @throws Exception what ended the session early, or a {@link ClientDisconnectedException}
     */
    Optional<SegmentResult> next() throws Exception {
        return switch (events.take()) {
            case Event.Result result -> Optional.of(result.result());
            case Event.Completed completed -> {
                progress = completed.progress();
                yield Optional.empty();
            }
            case Event.Failed failed -> throw failed.failure();
        };
    }

    /** Returns the progress of the session at its end. Valid after {@link #next} returned empty. */
    SegmentResult.Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        detector.close();
        session.cancel(); // has an effect only if the client disconnected
    }

    private record Listener(BlockingQueue<Event> events) implements SessionListener {

        @Override
        public void onResult(SegmentResult result) {
            events.add(new Event.Result(result));
        }

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            events.add(new Event.Completed(progress));
        }

        @Override
        public void onFailed(Exception failure) {
            events.add(new Event.Failed(failure));
        }
    }
}
