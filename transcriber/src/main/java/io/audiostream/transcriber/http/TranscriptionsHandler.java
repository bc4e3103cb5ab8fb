package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.audiostream.transcriber.session.WholeText;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** {@code POST /v1/audio/transcriptions}: a recording in a form, its text as the answer. */
final class TranscriptionsHandler implements Handler {

    private final Sessions sessions;
    private final UnaryTimeout unaryTimeout;
    private final int maxBytes;

    TranscriptionsHandler(Sessions sessions, UnaryTimeout unaryTimeout, int maxBytes) {
        this.sessions = sessions;
        this.unaryTimeout = unaryTimeout;
        this.maxBytes = maxBytes;
    }

    @Override
    public void handle(Context context) throws Exception {
        TranscriptionForm form = read(context);
        String text = transcribe(form);
        switch (form.format()) {
            case JSON -> Json.write(context, Map.of("text", text));
            case TEXT -> context.contentType("text/plain; charset=utf-8").result(text + "\n");
        }
    }

    private TranscriptionForm read(Context context) throws Exception {
        try {
            return TranscriptionForm.read(context, maxBytes);
        } catch (IllegalStateException e) {
            // What Jetty throws when a form without a length turns out to be too long.
            throw TranscriptionForm.tooLarge("too many bytes", maxBytes);
        }
    }

    private String transcribe(TranscriptionForm form) throws Exception {
        Answer answer = new Answer();
        StreamSession session = sessions.open(form.request(), answer);
        unaryTimeout.limit(session);
        session.audio(0, form.audio(), () -> {});
        session.end();
        try {
            return answer.text.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } finally {
            session.cancel(); // does nothing unless this thread was interrupted
        }
    }

    private static final class Answer implements SessionListener {

        private final WholeText whole = new WholeText();
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
