package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Handles {@code POST /v1/audio/transcriptions}: transcribes a recording that is sent in a form. */
final class TranscriptionsHandler implements Handler {

    private final Sessions sessions;
    private final UnaryTimeout unaryTimeout;
    private final Uploads uploads;

    TranscriptionsHandler(Sessions sessions, Uploads uploads, UnaryTimeout unaryTimeout) {
        this.sessions = sessions;
        this.uploads = uploads;
        this.unaryTimeout = unaryTimeout;
    }

    @Override
    public void handle(Context context) throws Exception {
        try (Permit permit = uploads.receive(context)) {
            TranscriptionForm form = TranscriptionForm.read(context);
            Uploads.keepFile(permit, form.audio().remaining());
            respond(context, permit, form);
        }
    }

    private void respond(Context context, Permit permit, TranscriptionForm form) throws Exception {
        String text = transcribe(context, permit, form);
        switch (form.format()) {
            case JSON -> Json.write(context, Map.of("text", text));
            case TEXT -> context.contentType("text/plain; charset=utf-8").result(text + "\n");
        }
    }

    private String transcribe(Context context, Permit permit, TranscriptionForm form) throws Exception {
        CallContext call = CallContextMapper.of(context);
        var result = new TextFuture();
        StreamSession session =
                sessions.openRecording(permit, form.request(), form.audio(), unaryTimeout.limit(call), call, result);
        unaryTimeout.limit(session, call);
        session.audio(0, form.audio(), () -> {});
        session.end();
        try (var _ = new DisconnectDetector(
                context, () -> result.text.completeExceptionally(new ClientDisconnectedException()))) {
            return result.text.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } finally {
            session.cancel(); // has an effect only if the client disconnected
        }
    }

    private static final class TextFuture implements SessionListener {

        private final RecordingTranscript transcript = new RecordingTranscript();
        private final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public void onResult(SegmentResult result) {
            transcript.add(result);
        }

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            text.complete(transcript.result(progress).text());
        }

        @Override
        public void onFailed(Exception failure) {
            text.completeExceptionally(failure);
        }
    }
}
