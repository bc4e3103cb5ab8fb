package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Holds the chunks of a stream against each other. Not thread-safe. */
final class ChunkSequence {

    static final int MAX_SESSION_ID_LENGTH = 128;

    private @Nullable AudioMetadata metadata;
    private String sessionId = "";
    private boolean clientCounts;
    private int next;

    /**
     * Takes the next chunk.
     *
     * @return its number, or nothing when it was received before and is to be dropped
     * @throws SessionRefusedException for a gap in the numbers, a changed session id or changed metadata
     */
    OptionalInt accept(AudioChunk chunk) throws SessionRefusedException {
        checkSessionId(chunk.getSessionId());
        checkMetadata(chunk);
        int index = chunk.getChunkIndex();
        boolean first = metadata == null;
        if (first) {
            metadata = chunk.getMetadata();
            sessionId = chunk.getSessionId();
            next = Math.max(0, index);
        }
        if (index < 0) {
            throw invalid("chunk_index", "%d is negative; chunks are numbered from 0".formatted(index));
        }
        if (index == 0 && !clientCounts) {
            return OptionalInt.of(next++);
        }
        if (index > next) {
            throw invalid(
                    "chunk_index",
                    "chunk %d came where %d was expected: %d are missing".formatted(index, next, index - next));
        }
        if (index < next && !clientCounts) {
            throw invalid(
                    "chunk_index",
                    "chunk %d came after %d chunks numbered 0: number every chunk, or none".formatted(index, next));
        }
        if (index < next) {
            return OptionalInt.empty();
        }
        clientCounts = true;
        return OptionalInt.of(next++);
    }

    static void checkSessionIdLength(String id) throws SessionRefusedException {
        if (id.length() > MAX_SESSION_ID_LENGTH) {
            throw invalid(
                    "session_id",
                    "the session id has %d characters, at most %d are taken"
                            .formatted(id.length(), MAX_SESSION_ID_LENGTH));
        }
    }

    private void checkSessionId(String id) throws SessionRefusedException {
        checkSessionIdLength(id);
        if (metadata != null && !id.isEmpty() && !id.equals(sessionId)) {
            throw invalid(
                    "session_id",
                    "the session id changed from '%s' to '%s' within one stream".formatted(sessionId, id));
        }
    }

    private void checkMetadata(AudioChunk chunk) throws SessionRefusedException {
        if (metadata != null && chunk.hasMetadata() && !chunk.getMetadata().equals(metadata)) {
            throw invalid("metadata", "the metadata changed within the stream; only the first chunk's configures it");
        }
    }

    private static SessionRefusedException invalid(String field, String message) {
        return new SessionRefusedException(Reason.INVALID, field, message);
    }
}
