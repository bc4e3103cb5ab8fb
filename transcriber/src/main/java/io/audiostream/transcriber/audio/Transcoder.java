package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts the compressed audio of one stream to a WAV file, on threads of its own. Its methods do not block. They are
 * called one after another, except for {@link #close}, which any thread may call.
 */
public interface Transcoder extends AutoCloseable {

    /** Starts transcoders. Thread-safe. */
    interface Factory {

        /** Refuses all compressed audio. */
        Factory NONE = (format, onProgress) -> {
            throw AudioException.ofData(("the audio is %s, which this service cannot decode, because it runs without"
                            + " ffmpeg: %s; the operator of the service adds it with --ffmpeg")
                    .formatted(format.commonName(), RawAudioCheck.UNCOMPRESSED));
        };

        /**
         * Starts the transcoder of a stream.
         *
         * @param onProgress called on other threads when {@link #accepts}, {@link #hasOutput} or {@link #finished} may
         *     have changed; must not block
         * @throws AudioException if the format cannot be decoded
         */
        Transcoder start(CompressedFormat format, Runnable onProgress) throws AudioException;
    }

    /** Returns whether {@link #write} may be called. False while enough bytes are queued. */
    boolean accepts();

    /** @param bytes the next bytes of the stream; must not change afterwards */
    void write(ByteBuffer bytes);

    /** Ends the stream: no bytes follow. */
    void end();

    /** Returns whether {@link #read} would return bytes. */
    boolean hasOutput();

    /** Returns the next bytes of the WAV file, or null if there are none at present. */
    @Nullable
    ByteBuffer read();

    /** Returns whether all bytes of the WAV file were read, and no more follow. */
    boolean finished();

    /** Returns what was wrong with the compressed audio, if anything was. Call when it has {@link #finished}. */
    Optional<String> problem();

    /** Stops the conversion and frees what it holds. Idempotent. */
    @Override
    void close();
}
