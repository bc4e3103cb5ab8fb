package io.audiostream.transcriber.contract;

import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.SpeechEvent;
import java.time.InstantSource;

/**
 * Makes responses of results. Adds what a result does not have: its session, the model and the time.
 *
 * @param clock provides the timestamps
 */
public record ResponseStamp(Sessions sessions, InstantSource clock) {

    public TranscriptionResponse response(SegmentResult result, String sessionId) {
        TranscriptionMetadata.Builder metadata = ResultMapper.metadata(result);
        ModelInfo model = sessions.model();
        if (model != null) {
            metadata.setModel(model.name());
        }
        return stamped(ResultMapper.response(result).setMetadata(metadata), sessionId);
    }

    public TranscriptionResponse response(SpeechEvent event, String sessionId) {
        return stamped(ResultMapper.response(event), sessionId);
    }

    private TranscriptionResponse stamped(TranscriptionResponse.Builder response, String sessionId) {
        return response.setSessionId(sessionId)
                .setTimestamp(clock.instant().getEpochSecond())
                .build();
    }
}
