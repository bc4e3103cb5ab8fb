package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Optional;

/**
 * Handles {@code POST /v1/audio/transcriptions} and {@code /v1/audio/translations}: transcribes a recording that is
 * sent in a form.
 */
final class TranscriptionsHandler implements Handler {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private final Sessions sessions;
    private final UnaryTimeout unaryTimeout;
    private final Uploads uploads;
    private final boolean translate;

    /** @param translate whether the text is translated to English */
    TranscriptionsHandler(Sessions sessions, Uploads uploads, UnaryTimeout unaryTimeout, boolean translate) {
        this.sessions = sessions;
        this.uploads = uploads;
        this.unaryTimeout = unaryTimeout;
        this.translate = translate;
    }

    @Override
    public void handle(Context context) throws Exception {
        try (Uploads.Upload upload = uploads.receive(context)) {
            TranscriptionForm form = TranscriptionForm.read(upload.form(), translate);
            Uploads.keepFile(upload.permit(), form.audio().remaining());
            try (var call = RecordingCall.start(sessions, unaryTimeout, context, upload.permit(), form)) {
                if (form.output().stream()) {
                    sendEvents(context, call, form);
                } else {
                    respond(context, call, form);
                }
            }
        }
    }

    private static void respond(Context context, RecordingCall call, TranscriptionForm form) throws Exception {
        var transcript = new RecordingTranscript();
        for (Optional<SegmentResult> result = call.next(); result.isPresent(); result = call.next()) {
            transcript.add(result.get());
        }
        SegmentResult whole = transcript.result(call.progress());
        switch (form.output().format()) {
            case JSON -> JsonResponse.write(context, TranscriptJson.plain(whole, form.output()));
            case VERBOSE_JSON -> JsonResponse.write(context, TranscriptJson.verbose(transcript.parts(), whole, form));
            case TEXT -> context.contentType(PLAIN_TEXT).result(whole.text() + "\n");
            case SRT -> context.contentType(PLAIN_TEXT).result(Subtitles.srt(SubtitleCue.of(transcript.parts())));
            case VTT -> context.contentType(PLAIN_TEXT).result(Subtitles.vtt(SubtitleCue.of(transcript.parts())));
        }
    }

    /**
     * Sends each final as it is ready. A failure after the first event becomes an event, because the status is sent.
     */
    private static void sendEvents(Context context, RecordingCall call, TranscriptionForm form) throws Exception {
        var events = new EventStream(context);
        var transcript = new RecordingTranscript();
        try {
            for (Optional<SegmentResult> result = call.next(); result.isPresent(); result = call.next()) {
                sendDeltas(events, transcript.add(result.get()), form);
            }
            sendDeltas(events, transcript.finish(), form);
            events.send(TranscriptJson.done(transcript.result(call.progress()), form.output()));
        } catch (ClientDisconnectedException e) {
            throw e;
        } catch (Exception e) {
            if (!events.started()) {
                throw e;
            }
            events.send(ErrorResponses.event(e, context));
        }
    }

    private static void sendDeltas(EventStream events, List<RecordingTranscript.Part> parts, TranscriptionForm form)
            throws ClientDisconnectedException {
        for (RecordingTranscript.Part part : parts) {
            events.send(TranscriptJson.delta(part, form.output()));
        }
    }
}
