package io.audiostream.transcriber.contract;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Checks that the chunks of a stream are consecutive and consistent. Not thread-safe. */
public final class ChunkSequence {

    static final int MAX_SESSION_ID_LENGTH = 128;

    private @Nullable AudioMetadata metadata;
    private String sessionId = "";
    private boolean numbered;
    private int next;

    /**
     * A chunk to process.
     *
     * @param change metadata that replaces the metadata before, from this chunk on; empty if it stays
     */
    public record Accepted(int number, Optional<AudioMetadata> change) {}

    /**
     * Checks the next chunk.
     *
     * @return empty for a chunk that was received before and has to be dropped
     * @throws SessionRefusedException for a gap in the numbers, a changed session id, or changed metadata that belongs
     *     to the whole stream
     */
    public Optional<Accepted> accept(AudioChunk chunk) throws SessionRefusedException {
        checkStream(chunk);
        OptionalInt number = number(chunk.getChunkIndex());
        return number.isPresent() ? Optional.of(new Accepted(number.getAsInt(), change(chunk))) : Optional.empty();
    }

    private OptionalInt number(int index) throws SessionRefusedException {
        if (index == 0 && !numbered) {
            return OptionalInt.of(next++);
        }
        checkGap(index);
        if (index < next && !numbered) {
            throw invalid(
                    "chunk_index",
                    "received chunk %d after %d chunks numbered 0: number every chunk, or none".formatted(index, next));
        }
        if (index < next) {
            return OptionalInt.empty();
        }
        numbered = true;
        return OptionalInt.of(next++);
    }

    /**
     * Checks a message without audio, in a protocol that numbers only audio. Its number, if it has one, is that of the
     * next audio.
     *
     * @return metadata that replaces the metadata before, from now on; empty if it stays
     * @throws SessionRefusedException as {@link #accept} does
     */
    public Optional<AudioMetadata> acceptWithoutAudio(AudioChunk message) throws SessionRefusedException {
        checkStream(message);
        checkGap(message.getChunkIndex());
        return change(message);
    }

    /** Returns the number of the next audio, which comes without a message around it. */
    public int acceptBytes() {
        if (metadata == null) {
            metadata = AudioMetadata.getDefaultInstance();
        }
        return next++;
    }

    private void checkStream(AudioChunk chunk) throws SessionRefusedException {
        checkSessionId(chunk.getSessionId());
        int index = chunk.getChunkIndex();
        if (metadata == null) {
            metadata = chunk.getMetadata();
            sessionId = chunk.getSessionId();
            next = Math.max(0, index);
        }
        if (index < 0) {
            throw invalid("chunk_index", "%d is negative; chunks are numbered from 0".formatted(index));
        }
    }

    private void checkGap(int index) throws SessionRefusedException {
        if (index > next) {
            throw invalid(
                    "chunk_index",
                    "received chunk %d where %d was expected: %d are missing".formatted(index, next, index - next));
        }
    }

    public static void checkSessionIdLength(String id) throws SessionRefusedException {
        if (id.length() > MAX_SESSION_ID_LENGTH) {
            throw invalid(
                    "session_id",
                    "the session id has %d characters, at most %d are allowed"
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

    private Optional<AudioMetadata> change(AudioChunk chunk) throws SessionRefusedException {
        AudioMetadata before = metadata;
        AudioMetadata now = chunk.getMetadata();
        if (before == null || !chunk.hasMetadata() || now.equals(before)) {
            return Optional.empty();
        }
        MetadataChange.check(before, now);
        metadata = now;
        return Optional.of(now);
    }

    private static SessionRefusedException invalid(String field, String message) {
        return new SessionRefusedException(Reason.INVALID, field, message);
    }
}
