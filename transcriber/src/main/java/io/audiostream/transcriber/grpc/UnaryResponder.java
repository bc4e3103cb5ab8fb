package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;

/** Sends one response with the text of all segments. */
final class UnaryResponder implements SessionListener {

    private final ResponseSender responses;
    private final RecordingTranscript transcript = new RecordingTranscript();

    UnaryResponder(ResponseSender responses) {
        this.responses = responses;
    }

    @Override
    public void onResult(SegmentResult result) {
        transcript.add(result);
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        SegmentResult result = transcript.result(progress);
        responses.send(result);
        responses.complete();
    }

    @Override
    public void onFailed(Exception failure) {
        responses.fail(failure instanceof ResumableException e ? e.fromTheBeginning() : failure);
    }
}
