package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A call whose audio comes in one message. */
final class RecordingSessions {

    private static final int MAX_NAME_LENGTH = 80;

    private RecordingSessions() {}

    /**
     * Starts a session over the recording; when it can't, the call has been answered.
     *
     * @param shape makes the client's request fit for this kind of call
     */
    static Optional<StreamSession> start(
            Sessions sessions,
            AudioFile file,
            ResponseSender responses,
            SessionListener listener,
            UnaryOperator<SessionRequest> shape) {
        try {
            ChunkSequence.checkSessionIdLength(file.getSessionId());
            if (file.getAudioData().isEmpty()) {
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "audio_data",
                        file.getFilename().isEmpty()
                                ? "the audio is empty: audio_data has no bytes"
                                : "the audio is empty: audio_data has no bytes (the name '%s' alone is not read)"
                                        .formatted(shorten(file.getFilename())));
            }
            responses.nameSession(file.getSessionId());
            StreamSession session =
                    sessions.open(shape.apply(MetadataMapper.read(file.getMetadata())), responses.ids(), listener);
            responses.onEnd(session::cancel);
            session.audio(0, file.getAudioData().asReadOnlyByteBuffer(), () -> {});
            session.end();
            return Optional.of(session);
        } catch (SessionRefusedException | AudioException e) {
            responses.fail(e);
            return Optional.empty();
        }
    }

    /** A status has to fit into the trailers. */
    private static String shorten(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
    }
}
