package io.audiostream.transcriber.contract;

import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.Sessions;
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
        return ResultMapper.response(result)
                .setSessionId(sessionId)
                .setTimestamp(clock.instant().getEpochSecond())
                .setMetadata(metadata)
                .build();
    }
}
