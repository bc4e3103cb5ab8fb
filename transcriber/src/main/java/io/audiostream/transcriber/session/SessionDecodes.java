package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all decodes of a session share: the audio, the options, and the way back to the session's executor. Decode
 * workers call {@link #window}, the session's executor everything else.
 */
final class SessionDecodes {

    private final SessionConfig config;
    private final SampleBuffer buffer;
    private final Consumer<Runnable> session;
    private final Consumer<TextEvent> onEvent;
    private final Consumer<EngineException> onFailed;
    private volatile @Nullable String likelyLanguage;

    /**
     * @param session runs an action as a step of the session
     * @param onEvent called on the session's executor
     * @param onFailed likewise
     */
    SessionDecodes(
            SessionConfig config,
            SampleBuffer buffer,
            Consumer<Runnable> session,
            Consumer<TextEvent> onEvent,
            Consumer<EngineException> onFailed) {
        this.config = config;
        this.buffer = buffer;
        this.session = session;
        this.onEvent = onEvent;
        this.onFailed = onFailed;
    }

    /** Returns the time up to which audio was received, in ms from the start of the stream. */
    long received() {
        return buffer.end() / Utterance.SAMPLES_PER_MILLI;
    }

    /** Returns the language of the last final, or null if there is none that an utterance can have. */
    @Nullable
    String likelyLanguage(UtteranceOptions options) {
        String likely = likelyLanguage;
        return likely != null && options.language().allows(likely) ? likely : null;
    }

    void likelyLanguage(String language) {
        likelyLanguage = language;
    }

    /**
     * Returns the window of an utterance between two positions.
     *
     * @param context results of earlier decodes
     * @throws IndexOutOfBoundsException if the buffer does not hold it
     */
    DecodeTask.Window window(Utterance utterance, long from, long to, Effort effort, DecodeContext context) {
        return window(utterance, buffer.slice(from, to), effort, context);
    }

    /** Works like {@link #window}, but returns null if the beginning of the window was discarded already. */
    DecodeTask.@Nullable Window windowIfPresent(
            Utterance utterance, long from, long to, Effort effort, DecodeContext context) {
        float[] samples = buffer.sliceIfPresent(from, to);
        return samples == null ? null : window(utterance, samples, effort, context);
    }

    /**
     * Returns a window whose language is detected, decoded with little effort. Returns null if its beginning was
     * discarded already.
     *
     * @param utterance has the window
     * @param likely the language that the detection prefers
     */
    DecodeTask.@Nullable Window windowToDetectLanguage(Utterance utterance, long from, long to, String likely) {
        float[] samples = buffer.sliceIfPresent(from, to);
        return samples == null
                ? null
                : new DecodeTask.Window(
                        samples, config.request(utterance.options(), null, likely, Effort.INTERIM, DecodeContext.NONE));
    }

    private DecodeTask.Window window(Utterance utterance, float[] samples, Effort effort, DecodeContext context) {
        UtteranceOptions options = utterance.options();
        return new DecodeTask.Window(
                samples,
                config.request(options, utterance.language().fixed(), likelyLanguage(options), effort, context));
    }

    /** A decode of the session. */
    abstract class Task implements DecodeTask {

        /** Runs an action as a step of the session. */
        void step(Runnable action) {
            session.accept(action);
        }

        /** Receives the transcript, as a step of the session. */
        abstract void decoded(Transcript transcript);

        @Override
        public void onDecoded(Transcript transcript) {
            step(() -> {
                transcript.retries().stream().map(TextEvent::of).forEach(onEvent);
                if (transcript.hadUnspokenText()) {
                    onEvent.accept(TextEvent.UNSPOKEN);
                }
                decoded(transcript);
            });
        }

        @Override
        public void onFailed(RuntimeException failure) {
            session.accept(() -> onFailed.accept(
                    failure instanceof EngineException known
                            ? known
                            : new EngineException("the decode failed: " + failure.getMessage(), failure)));
        }
    }
}
