package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.WholeText;

/** Answers once, with the text of all segments. */
final class AllSegments implements SessionListener {

    private final Responses responses;
    private final WholeText text = new WholeText();

    AllSegments(Responses responses) {
        this.responses = responses;
    }

    @Override
    public void onResult(SegmentResult result) {
        text.add(result);
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        SegmentResult whole = text.result(progress);
        responses.send(SegmentMessages.response(whole), SegmentMessages.metadata(whole));
        responses.complete();
    }

    @Override
    public void onFailed(Exception failure) {
        responses.fail(failure instanceof ResumableException e ? e.fromTheBeginning() : failure);
    }
}
