package io.audiostream.transcriber.stream;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.contract.FailureMapper;
import io.audiostream.transcriber.contract.ResponseStamp;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SpeechEvent;
import io.audiostream.transcriber.websocket.CloseCode;
import io.audiostream.transcriber.websocket.WebSocketConnection;

/**
 * Sends every result and event as it is made, and closes the WebSocket after the last. Skips interims for a client that
 * does not keep up.
 */
record ResponseListener(WebSocketConnection connection, ResponseStamp stamp, String sessionId)
        implements SessionListener {

    /** The field of failures whose cause is the audio itself. */
    private static final String AUDIO = "audio_data";

    @Override
    public void onResult(SegmentResult result) {
        if (result.isFinal() || connection.isReady()) {
            connection.send(ServerMessage.response(stamp.response(result, sessionId)));
        }
    }

    @Override
    public void onSpeech(SpeechEvent event) {
        connection.send(ServerMessage.response(stamp.response(event, sessionId)));
    }

    @Override
    public void onCompleted(SegmentResult.Progress progress) {
        connection.close(CloseCode.NORMAL, "the transcription is complete");
    }

    @Override
    public void onFailed(Exception failure) {
        fail(connection, failure);
    }

    /** Reports a failure, and closes the WebSocket. */
    static void fail(WebSocketConnection connection, Exception failure) {
        Status status = FailureMapper.status(failure, connection.call().requestId());
        connection.send(ServerMessage.error(status));
        connection.close(closeCode(failure), Code.forNumber(status.getCode()).name() + ": " + status.getMessage());
    }

    private static CloseCode closeCode(Exception failure) {
        return switch (failure) {
            case ResumableException _ -> CloseCode.SERVICE_RESTART;
            case AudioException e -> e.field().equals(AUDIO) ? CloseCode.UNSUPPORTED_DATA : CloseCode.POLICY_VIOLATION;
            case SessionRefusedException e -> closeCode(e);
            default -> CloseCode.INTERNAL_ERROR;
        };
    }

    private static CloseCode closeCode(SessionRefusedException refusal) {
        return switch (refusal.reason()) {
            case DRAINING -> CloseCode.SERVICE_RESTART;
            case LOADING, NO_SLOT, CALLER_LIMIT, NO_MEMORY, TOO_LONG, BUSY, TOO_SLOW -> CloseCode.TRY_AGAIN_LATER;
            case INVALID -> refusal.field().isEmpty() ? CloseCode.INVALID_PAYLOAD : CloseCode.POLICY_VIOLATION;
            case TOO_MANY_CHANNELS, NOT_FOUND -> CloseCode.POLICY_VIOLATION;
        };
    }
}
