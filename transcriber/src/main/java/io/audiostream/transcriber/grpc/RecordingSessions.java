package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.Quote;
import io.audiostream.transcriber.audio.RecordingType;
import io.audiostream.transcriber.contract.ChunkSequence;
import io.audiostream.transcriber.contract.MetadataMapper;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Starts the sessions of calls that send a recording in one message. */
final class RecordingSessions {

    private static final int MAX_QUOTED_LENGTH = 80;

    private RecordingSessions() {}

    /**
     * Starts a session for a recording. Returns empty, after an error response, if the session cannot be opened.
     *
     * @param adaptRequest adapts the client's request to the kind of call
     * @param limit how long the call may take; empty for no limit
     */
    static Optional<StreamSession> start(
            Sessions sessions,
            AudioFile file,
            ResponseSender responses,
            SessionListener listener,
            UnaryOperator<SessionRequest> adaptRequest,
            Optional<Duration> limit) {
        try {
            ChunkSequence.checkSessionIdLength(file.getSessionId());
            responses.setSessionId(file.getSessionId());
            if (file.getAudioData().isEmpty()) {
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "audio_data",
                        file.getFilename().isEmpty()
                                ? "the audio is empty: audio_data has no bytes"
                                : "the audio is empty: audio_data has no bytes (the name '%s' alone is not read)"
                                        .formatted(Quote.shorten(file.getFilename(), MAX_QUOTED_LENGTH)));
            }
            RecordingType.check(file.getFilename(), null, file.getAudioData().asReadOnlyByteBuffer());
            Permit permit = CallAdmission.current().permit();
            SessionRequest request = adaptRequest.apply(MetadataMapper.read(file.getMetadata()));
            ByteBuffer audio = file.getAudioData().asReadOnlyByteBuffer();
            StreamSession session = limit.isPresent()
                    ? sessions.openRecording(permit, request, audio, limit.get(), responses.callContext(), listener)
                    : sessions.open(permit, request, responses.callContext(), listener);
            responses.onEnd(session::cancel);
            session.recording(audio);
            return Optional.of(session);
        } catch (SessionRefusedException | AudioException e) {
            responses.fail(e);
            return Optional.empty();
        }
    }
}
