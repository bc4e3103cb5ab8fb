package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.openai.ModelNames;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.SessionRequest.Endpointing;
import io.audiostream.transcriber.session.SessionRequest.Interims;
import io.audiostream.transcriber.session.SessionRequest.Language;
import io.audiostream.transcriber.session.SessionRequest.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a connection, which events change.
 *
 * @param format format of the appended audio
 * @param model name of the model; empty for the service's
 * @param language language of the speech
 * @param prompt text that steers the decoder
 * @param keywords names and terms to expect
 * @param turnDetection empty if the client ends each item with a commit
 * @param logprobs whether the client wants log probabilities
 */
record RealtimeConfig(
        InputFormat format,
        String model,
        Language language,
        String prompt,
        List<String> keywords,
        Optional<TurnDetection> turnDetection,
        boolean logprobs) {

    static final RealtimeConfig DEFAULT = new RealtimeConfig(
            InputFormat.PCM, "", Language.DEFAULT, "", List.of(), Optional.of(TurnDetection.DEFAULT), false);

    /** The longest pause that a session permits: with it, only a commit ends an item in practice. */
    private static final Duration LONGEST_SILENCE = EndpointingConfig.MAX_SILENCE;

    public RealtimeConfig {
        keywords = List.copyOf(keywords);
    }

    RealtimeConfig withModel(String name) {
        return new RealtimeConfig(format, name, language, prompt, keywords, turnDetection, logprobs);
    }

    /** Returns how the server transcribes the audio. */
    SessionRequest request() {
        Optional<Duration> silence =
                turnDetection.isPresent() ? turnDetection.get().silence() : Optional.of(LONGEST_SILENCE);
        return new SessionRequest(
                SessionRequest.Kind.LIVE,
                format.format(),
                ModelNames.isAlias(model) ? "" : model,
                language,
                false,
                new Prompt(prompt, keywords),
                new Interims(Optional.of(true), Optional.empty()),
                false,
                turnDetection.isPresent(),
                new Endpointing(silence, Optional.empty()),
                List.of());
    }
}
