package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a session transcribes.
 *
 * @param live whether the client sends the audio while it is spoken; false for a recording
 * @param format format of the audio bytes
 * @param translate whether speech in any language is translated to English
 * @param words whether results list their words with times
 * @param speechEvents whether the session reports the start and the end of speech
 * @param exactTimes whether the times of tokens are exact to some 100 ms
 * @param utterances how the first utterances are transcribed, until the client changes it
 * @param channelSkips audio at the beginning of each separate channel that counts as silence, because an earlier
 *     session has transcribed it; empty for none
 */
record SessionConfig(
        boolean live,
        AudioFormat format,
        boolean translate,
        boolean words,
        boolean speechEvents,
        boolean exactTimes,
        UtteranceOptions utterances,
        List<Duration> channelSkips) {

    static final Duration MAX_CHANNEL_SKIP = Duration.ofHours(24);

    SessionConfig {
        channelSkips = List.copyOf(channelSkips);
    }

    /**
     * Returns the request for a decode.
     *
     * @param options how its utterance is transcribed
     * @param detected the language of the utterance, or null to detect it
     * @param likely the language of the utterance before, or null
     * @param context results of earlier decodes
     */
    DecodeRequest request(
            UtteranceOptions options,
            @Nullable String detected,
            @Nullable String likely,
            Effort effort,
            DecodeContext context) {
        return new DecodeRequest(
                detected, options.language().candidates(), likely, translate, options.prompt(), effort, context);
    }
}
