package io.audiostream.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.audiostream.proto.AudioMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One live stream of audio. Send audio while it is spoken, call {@link #finish()} after the last piece, and
 * {@link #awaitEnd()} for the last results.
 *
 * <p>The stream outlives its connections, as {@link ResumePolicy} says. It keeps the audio whose text is not final. If
 * the connection breaks, or the service ends the stream because its pod terminates, the stream connects again and
 * resumes from there. The listener gets each final once, with times that count from the beginning of the whole stream.
 *
 * <p>One thread at a time may send, flush, change options and finish. Any thread may wait for the end or close the
 * stream.
 */
public final class AudioStream implements AutoCloseable {

    private static final Set<Integer> CHANGEABLE = Set.of(
            AudioMetadata.LANGUAGE_FIELD_NUMBER,
            AudioMetadata.LANGUAGES_FIELD_NUMBER,
            AudioMetadata.PROMPT_FIELD_NUMBER,
            AudioMetadata.HOTWORDS_FIELD_NUMBER,
            AudioMetadata.INTERIM_RESULTS_FIELD_NUMBER,
            AudioMetadata.INTERIM_INTERVAL_FIELD_NUMBER,
            AudioMetadata.ENDPOINTING_FIELD_NUMBER);

    private final ResumableCall call;
    private AudioMetadata metadata;

    /** @param metadata with which the call begins */
    AudioStream(ResumableCall call, AudioMetadata metadata) {
        this.call = call;
        this.metadata = metadata;
    }

    /**
     * Sends a piece of audio. It may be cut anywhere, also inside a sample. Blocks while the service holds the stream
     * back, and without a connection while the buffer is full, so that a fast sender cannot fill the memory.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()}, or if the service ended the stream without an error
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent then
     */
    public void send(ByteString audio) throws TranscriptionException, InterruptedException {
        call.append(audio, false, Optional.empty());
    }

    /**
     * Requests the final text of all audio sent so far. The stream goes on.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()}, or if the service ended the stream without an error
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent then
     */
    public void flush() throws TranscriptionException, InterruptedException {
        call.append(ByteString.EMPTY, true, Optional.empty());
    }

    /**
     * Changes options from the next utterance on: {@code language}, {@code languages}, {@code prompt},
     * {@code hotwords}, {@code interim_results}, {@code interim_interval} and {@code endpointing}. Speech that has
     * begun goes on with the options before; {@link #flush()} ends it. For an invalid value the service ends the stream
     * with an error. A stream that resumes keeps the change. In compressed audio, the change may hold for some seconds
     * of audio that were sent before it.
     *
     * @param edit edits the present metadata
     * @throws IllegalArgumentException for a change of another field
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()}, or if the service ended the stream without an error
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was changed then
     */
    public void change(Consumer<AudioMetadata.Builder> edit) throws TranscriptionException, InterruptedException {
        AudioMetadata.Builder changed = metadata.toBuilder();
        edit.accept(changed);
        AudioMetadata next = changed.build();
        refuseOtherFields(metadata, next);
        call.append(ByteString.EMPTY, false, Optional.of(next));
        metadata = next;
    }

    private static void refuseOtherFields(AudioMetadata before, AudioMetadata after) {
        List<String> others = AudioMetadata.getDescriptor().getFields().stream()
                .filter(field -> !CHANGEABLE.contains(field.getNumber()))
                .filter(field -> !before.getField(field).equals(after.getField(field)))
                .map(FieldDescriptor::getName)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "a stream cannot change %s; open another stream".formatted(String.join(", ", others)));
        }
    }

    /**
     * Ends the audio. The service finalises the pending text and then ends the stream.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()} or {@link #close()}
     * @throws InterruptedException if the thread is interrupted while it waits; the stream is then not finished
     */
    public void finish() throws TranscriptionException, InterruptedException {
        call.finish();
    }

    /**
     * Waits until the stream has ended and the listener's last call has returned.
     *
     * @throws TranscriptionException if the stream ended with an error
     */
    public void awaitEnd() throws TranscriptionException, InterruptedException {
        call.awaitEnd();
    }

    /**
     * Waits at most this long until the stream has ended and the listener's last call has returned.
     *
     * @param timeout at least 0
     * @return whether the stream has ended
     * @throws TranscriptionException if the stream ended with an error
     */
    public boolean awaitEnd(Duration timeout) throws TranscriptionException, InterruptedException {
        return call.awaitEnd(timeout);
    }

    /** Cancels the stream if it has not ended. The service drops the pending audio. */
    @Override
    public void close() {
        call.close();
    }
}
