package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks of a session, before {@link RequestValidator} has checked it. The service's defaults apply to what
 * the client leaves open.
 *
 * @param kind whether the audio is live or a recording
 * @param format format of the audio bytes
 * @param model name of the model; empty for the one that the service has
 * @param language language of the speech
 * @param translate whether speech in any language is translated to English
 * @param prompt text and terms that steer the decoder
 * @param interims interims wanted while a segment is still spoken
 * @param words whether the client wants words with times
 * @param speechEvents whether the client wants to know when speech starts and ends
 * @param endpointing when a segment ends
 * @param channelSkips audio at the beginning of each separate channel that counts as silence; empty for none
 */
public record SessionRequest(
        Kind kind,
        AudioFormat format,
        String model,
        Language language,
        boolean translate,
        Prompt prompt,
        Interims interims,
        boolean words,
        boolean speechEvents,
        Endpointing endpointing,
        List<Duration> channelSkips) {

    /** Asks for the service's defaults. */
    public static final SessionRequest DEFAULT = new SessionRequest(
            Kind.LIVE,
            AudioFormat.UNSPECIFIED,
            "",
            Language.DEFAULT,
            false,
            Prompt.NONE,
            Interims.DEFAULT,
            false,
            false,
            Endpointing.DEFAULT,
            List.of());

    public SessionRequest {
        channelSkips = List.copyOf(channelSkips);
    }

    /** Where the audio comes from. */
    public enum Kind {
        /** Audio that the client sends while it is spoken. Each text is wanted at once. */
        LIVE,
        /** Audio that exists as a whole. The client waits for the end of the call. */
        RECORDING
    }

    /**
     * The language of the speech.
     *
     * @param name a code, a locale, a name, {@code auto} to detect it, or empty for the default
     * @param candidates names of the languages among which the detection chooses; empty for all
     */
    public record Language(String name, List<String> candidates) {

        public static final Language DEFAULT = new Language("", List.of());

        public Language {
            candidates = List.copyOf(candidates);
        }

        /** Names one language, or {@code auto}. */
        public static Language of(String name) {
            return new Language(name, List.of());
        }
    }

    /**
     * Text and terms that steer spelling and style.
     *
     * @param text empty for none
     * @param hotwords names and terms to expect
     */
    public record Prompt(String text, List<String> hotwords) {

        public static final Prompt NONE = new Prompt("", List.of());

        public Prompt {
            hotwords = List.copyOf(hotwords);
        }
    }

    /**
     * Interims; empty for the default.
     *
     * @param enabled whether the client wants them
     * @param interval audio between two interims
     */
    public record Interims(Optional<Boolean> enabled, Optional<Duration> interval) {

        public static final Interims DEFAULT = new Interims(Optional.empty(), Optional.empty());
    }

    /**
     * Endpointing; empty for the default.
     *
     * @param silence pause that ends a segment
     * @param maxSegment maximum length of a segment
     */
    public record Endpointing(Optional<Duration> silence, Optional<Duration> maxSegment) {

        public static final Endpointing DEFAULT = new Endpointing(Optional.empty(), Optional.empty());
    }

    /** Returns this request for a recording: without interims and events. */
    public SessionRequest forRecording() {
        var noInterims = new Interims(Optional.of(false), interims.interval());
        return new SessionRequest(
                Kind.RECORDING,
                format,
                model,
                language,
                translate,
                prompt,
                noInterims,
                words,
                false,
                endpointing,
                channelSkips);
    }
}
