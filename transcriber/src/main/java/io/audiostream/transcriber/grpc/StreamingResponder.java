package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;

/** Answers with every result as it comes. To a client that does not keep up, interims are not sent. */
final class StreamingResponder implements SessionListener {

    private final ResponseSender responses;

    StreamingResponder(ResponseSender responses) {
        this.responses = responses;
    }

    @Override
    public void onResult(SegmentResult result) {
        if (result.isFinal() || responses.ready()) {
            responses.send(ResultMapper.response(result), ResultMapper.metadata(result));
        }
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        responses.complete();
    }

    @Override
    public void onFailed(Exception failure) {
        responses.fail(failure);
    }
}
