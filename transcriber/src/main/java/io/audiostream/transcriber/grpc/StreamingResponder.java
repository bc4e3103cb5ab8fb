package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SpeechEvent;

/** Sends every result and event as it is made. Skips interims for a client that does not keep up. */
final class StreamingResponder implements SessionListener {

    private final ResponseSender responses;

    StreamingResponder(ResponseSender responses) {
        this.responses = responses;
    }

    @Override
    public void onResult(SegmentResult result) {
        if (result.isFinal() || responses.isReady()) {
            responses.send(result);
        }
    }

    @Override
    public void onSpeech(SpeechEvent event) {
        responses.send(event);
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
