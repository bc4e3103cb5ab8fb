package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.time.Duration;
import java.util.Optional;

/**
 * The audio of a stream whose text is not final, with its place in the whole stream: {@link ResumeBuffer} counts in
 * bytes, and the service in time. Not thread-safe.
 */
final class ResumableAudio {

    private final AudioMetadata metadata;
    private final ResumePolicy policy;
    private final ResumeBuffer buffer = new ResumeBuffer();
    private final AudioLayoutReader layout;

    ResumableAudio(AudioMetadata metadata, ResumePolicy policy) {
        this.metadata = metadata;
        this.policy = policy;
        this.layout = new AudioLayoutReader(metadata);
    }

    /** Returns whether a chunk was ever appended. */
    boolean isUsed() {
        return buffer.isUsed();
    }

    /** @param change metadata that holds from this chunk on; empty if it stays */
    void append(ByteString audio, boolean flush, Optional<AudioMetadata> change) {
        layout.accept(audio);
        buffer.append(audio, flush, change);
    }

    /** Returns the metadata that holds at {@link #position}. */
    AudioMetadata metadata() {
        return buffer.metadata().orElse(metadata);
    }

    /** Returns whether a chunk of this size fits into the bounds of the policy. */
    boolean hasRoomFor(int size) {
        return !buffer.exceeds(maxBytes(), size);
    }

    /** Drops the oldest audio that was sent, down to the bounds of the policy. */
    void shrink() {
        buffer.shrink(maxBytes());
    }

    boolean hasUnsent() {
        return buffer.hasUnsent();
    }

    /** Takes the next chunk to send. */
    ResumeBuffer.Chunk next() {
        return buffer.next();
    }

    /** Notes that the text is final up to a position. Returns whether that is progress. */
    boolean commit(Duration position) {
        Optional<AudioLayout> known = layout.layout();
        return known.isPresent() && buffer.commit(known.get().byteAt(position));
    }

    /** Notes that the text is final up to a chunk. Returns whether that is progress. */
    boolean commitBefore(int chunkIndex) {
        return buffer.commit(buffer.startOf(chunkIndex));
    }

    /** Returns whether the text of all audio is final. */
    boolean isCommitted() {
        return buffer.isCommitted();
    }

    /** Returns the position up to which the text is final. */
    Duration position() {
        return layout.layout().map(known -> known.position(buffer.committed())).orElse(Duration.ZERO);
    }

    /** Returns what a call that begins at {@link #position} sends before the audio: the header of a WAV file. */
    ByteString header() {
        long from = buffer.committed();
        return layout.layout()
                .filter(known -> from > 0)
                .map(known -> known.headerFrom(from))
                .orElse(ByteString.EMPTY);
    }

    /**
     * Prepares to send again from {@link #position}. Returns why that is not possible, or empty.
     *
     * @param finals whether the listener has had a final
     */
    Optional<String> rewind(boolean finals) {
        long from = buffer.committed();
        if (finals && layout.layout().isEmpty()) {
            return Optional.of(
                    "the stream cannot resume after its first final, because compressed audio is decoded from"
                            + " its beginning, which would repeat the text");
        }
        if (!buffer.rewind()) {
            return Optional.of("the stream cannot resume: the audio after " + position()
                    + " has no final text, and the buffer of at most " + maxBytes() + " bytes no longer holds it");
        }
        if (from > 0 && layout.isHeaderTooLong()) {
            return Optional.of("the stream cannot resume at " + position()
                    + ", because the header of its WAV file is longer than " + AudioLayoutReader.MAX_HEADER_BYTES
                    + " bytes; move the chunks before 'data' to the end of the file");
        }
        if (from > 0 && layout.layout().filter(known -> !known.isBehind(from)).isEmpty()) {
            return Optional.of(
                    "the stream cannot resume at " + position() + ", because only PCM and a single WAV file can");
        }
        return Optional.empty();
    }

    private long maxBytes() {
        double seconds = policy.maxBufferedAudio().toMillis() / 1e3;
        return layout.layout()
                .map(known -> (long) (known.bytesPerSecond() * seconds))
                .filter(bytes -> bytes < policy.maxBufferedBytes())
                .orElse(policy.maxBufferedBytes());
    }
}
