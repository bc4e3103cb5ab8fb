package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.time.Duration;

/**
 * How an utterance is transcribed. A client can change this within a stream. An open utterance keeps its options.
 *
 * @param language which languages the speech may have
 * @param prompt text that steers spelling and style, with the hotwords; at most {@value #MAX_PROMPT_LENGTH} characters,
 *     empty for none
 * @param interims whether interims are sent while a segment is still spoken
 * @param interimInterval audio between two interims, 100 ms to 10 s
 * @param endpointing when a segment ends
 */
record UtteranceOptions(
        LanguageChoice language,
        String prompt,
        boolean interims,
        Duration interimInterval,
        EndpointingConfig endpointing) {

    static final int MAX_PROMPT_LENGTH = 1_000;
    static final Duration MIN_INTERIM_INTERVAL = Duration.ofMillis(100);
    static final Duration MAX_INTERIM_INTERVAL = Duration.ofSeconds(10);
    static final Duration DEFAULT_INTERIM_INTERVAL = Duration.ofMillis(500);

    UtteranceOptions {
        if (prompt.length() > MAX_PROMPT_LENGTH) {
            throw new IllegalArgumentException("the prompt has %d characters, at most %d are allowed"
                    .formatted(prompt.length(), MAX_PROMPT_LENGTH));
        }
        if (interimInterval.compareTo(MIN_INTERIM_INTERVAL) < 0
                || interimInterval.compareTo(MAX_INTERIM_INTERVAL) > 0) {
            throw new IllegalArgumentException("the interim interval is %d ms, not %d to %d ms"
                    .formatted(
                            interimInterval.toMillis(),
                            MIN_INTERIM_INTERVAL.toMillis(),
                            MAX_INTERIM_INTERVAL.toMillis()));
        }
    }

    /** Returns the audio between two interims, in samples. */
    long interimSamples() {
        return interimInterval.toMillis() * SpeechEngine.SAMPLE_RATE_HERTZ / 1_000;
    }

    /** Returns the maximum length of a segment, in ms. */
    long maxSegmentMillis() {
        return endpointing.maxSegment().toMillis();
    }
}
