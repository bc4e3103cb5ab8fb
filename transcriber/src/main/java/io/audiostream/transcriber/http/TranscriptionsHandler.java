package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code POST /v1/audio/transcriptions}: a recording in a form, its text as the answer. */
final class TranscriptionsHandler implements Handler {

    private final Sessions sessions;
    private final UnaryTimeout unaryTimeout;
    private final Uploads uploads;

    /** Uploads are in memory: no more of them at once than could be transcribed. */
    private final AtomicInteger turns = new AtomicInteger();

    /** @param maxBytes largest upload that is taken */
    TranscriptionsHandler(Sessions sessions, UnaryTimeout unaryTimeout, int maxBytes) {
        this.sessions = sessions;
        this.unaryTimeout = unaryTimeout;
        uploads = new Uploads(maxBytes);
    }

    @Override
    public void handle(Context context) throws Exception {
        if (turns.incrementAndGet() > sessions.slots().total()) {
            turns.decrementAndGet();
            uploads.discard(context);
            throw sessions.refusal(
                    Reason.NO_SLOT,
                    "%d recordings are being received or transcribed, as many as there are slots: try again in a moment"
                            .formatted(sessions.slots().total()));
        }
        try {
            uploads.receive(context);
            answer(context, TranscriptionForm.read(context));
        } finally {
            turns.decrementAndGet();
        }
    }

    private void answer(Context context, TranscriptionForm form) throws Exception {
        String text = transcribe(context, form);
        switch (form.format()) {
            case JSON -> Json.write(context, Map.of("text", text));
            case TEXT -> context.contentType("text/plain; charset=utf-8").result(text + "\n");
        }
    }

    private String transcribe(Context context, TranscriptionForm form) throws Exception {
        var answer = new Answer();
        StreamSession session = sessions.open(form.request(), RequestIds.session(context), answer);
        unaryTimeout.limit(session);
        session.audio(0, form.audio(), () -> {});
        session.end();
        try (var _ =
                new DisconnectDetector(context, () -> answer.text.completeExceptionally(new ClientGoneException()))) {
            return answer.text.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } finally {
            session.cancel(); // does nothing unless nobody waits for the text any more
        }
    }

    private static final class Answer implements SessionListener {

        private final RecordingTranscript whole = new RecordingTranscript();
        private final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public void onResult(SegmentResult result) {
            whole.add(result);
        }

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            text.complete(whole.result(progress).text());
        }

        @Override
        public void onFailed(Exception failure) {
            text.completeExceptionally(failure);
        }
    }
}
