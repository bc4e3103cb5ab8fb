package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.CompressedFormat;
import io.audiostream.transcriber.audio.Mp4Transcoder;
import io.audiostream.transcriber.audio.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * Starts the transcoder of one session, and closes it when the session ends. A session may end on another thread while
 * it starts its transcoder. Thread-safe.
 */
final class SessionTranscoder implements Transcoder.Factory, AutoCloseable {

    private final Transcoder.Factory transcoders;
    private final Permit permit;

    @GuardedBy("this")
    private @Nullable Transcoder started;

    @GuardedBy("this")
    private boolean closed;

    /** @param permit reserves memory for audio that must be complete before it is decoded */
    SessionTranscoder(Transcoder.Factory transcoders, Permit permit) {
        this.transcoders = transcoders;
        this.permit = permit;
    }

    @Override
    public synchronized Transcoder start(CompressedFormat format, Runnable onProgress) throws AudioException {
        Transcoder transcoder = transcoders.start(format, onProgress);
        started = transcoder;
        if (closed) {
            transcoder.close();
        }
        return format == CompressedFormat.MP4 ? new Mp4Transcoder(transcoder, permit::hold) : transcoder;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (started != null) {
            started.close();
        }
    }
}
