package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.audio.SpeechFrames.Pause;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pauses of an utterance after which the speaker may go on in another language. Speakers change the language at
 * pauses that are much shorter than the one that ends an utterance. Times are in ms from the start of the stream. Used
 * on the session's executor only.
 */
final class LanguageChanges {

    /** Pause, in ms, in which an utterance can be parted. */
    private static final long MIN_PAUSE_MILLIS = 220;

    /** Speech, in ms, from which the same language is probable. */
    private static final long FIRST_SPEECH_MILLIS = 700;

    /** Further speech, in ms, after a decode that did not decide. */
    private static final long MORE_SPEECH_MILLIS = 400;

    /** Speech, in ms, from which another language is certain if its probability is at least medium. */
    private static final long LONG_SPEECH_MILLIS = 2_000;

    /** Probability from which the language is the same, which is the rule. */
    private static final double SAME_PROBABILITY = 0.6;

    /** Audio after a pause, in ms, after which the language counts as the same. */
    private static final long MAX_PART_MILLIS = 4_000;

    /** No time: all pauses are decided. */
    private static final long NONE = Long.MAX_VALUE;

    /**
     * Speech after a pause, or before the first one.
     *
     * @param pause where to part the utterance if the language of this speech is not that of the rest
     * @param startMillis start of its audio
     * @param endMillis end of its audio
     * @param speechMillis time of speech in it
     */
    record Part(Pause pause, long startMillis, long endMillis, long speechMillis) {

        /** Returns whether its speech suffices to be certain of another language. */
        boolean isLong() {
            return speechMillis >= SpokenLanguage.SHORT_MILLIS;
        }

        /** Returns the part with another end. */
        Part upTo(long otherEndMillis) {
            return new Part(pause, startMillis, otherEndMillis, speechMillis);
        }

        boolean contains(long millis) {
            return millis >= startMillis && millis < endMillis;
        }
    }

    /** What the language of a part is. */
    enum Verdict {
        SAME,
        CHANGED,
        UNDECIDED
    }

    private final boolean detects;
    private final SpeechFrames speech;
    private final long startMillis;
    private long decidedMillis;
    private long nextSpeechMillis = FIRST_SPEECH_MILLIS;

    /**
     * @param detects whether the language is detected; otherwise it does not change
     * @param startMillis start of the utterance
     */
    LanguageChanges(boolean detects, SpeechFrames speech, long startMillis) {
        this.detects = detects;
        this.speech = speech;
        this.startMillis = startMillis;
        decidedMillis = startMillis;
    }

    /** Returns the speech after the first undecided pause, if it suffices to detect the language. */
    Optional<Part> due(long endMillis) {
        return firstUndecided(endMillis)
                .map(pause -> after(pause, endMillis))
                .filter(part -> part.speechMillis() >= nextSpeechMillis);
    }

    /**
     * Returns the speech after each undecided pause of a window.
     *
     * @param windowStartMillis start of the window
     * @param endMillis end of the window
     * @param withFirst whether the speech before the first pause of the utterance counts too
     */
    List<Part> parts(long windowStartMillis, long endMillis, boolean withFirst) {
        List<Part> parts = new ArrayList<>();
        for (Pause pause : undecided(endMillis)) {
            if (withFirst && parts.isEmpty() && windowStartMillis == startMillis && decidedMillis == startMillis) {
                parts.add(part(pause, startMillis, middleMillis(pause)));
            }
            if (millis(pause.start()) > windowStartMillis) {
                parts.add(after(pause, Math.min(endMillis, millis(pause.end()) + MAX_PART_MILLIS)));
            }
        }
        return parts;
    }

    /**
     * Decides on the language of a part. It is another one on strong evidence only.
     *
     * @param language the language of the utterance
     * @param transcript a decode of the part that detected its language, and preferred that of the utterance
     */
    Verdict judge(Part part, String language, Transcript transcript) {
        boolean same = transcript.language().equals(language);
        double probability = transcript.languageProbability();
        if (!same && SpokenLanguage.isCertain(probability, part.speechMillis(), LONG_SPEECH_MILLIS)) {
            return Verdict.CHANGED;
        }
        boolean enough = part.endMillis() - millis(part.pause().end()) >= MAX_PART_MILLIS;
        if (enough || same && probability >= SAME_PROBABILITY) {
            return Verdict.SAME;
        }
        nextSpeechMillis = part.speechMillis() + MORE_SPEECH_MILLIS;
        return Verdict.UNDECIDED;
    }

    /**
     * Marks the pauses of a window as decided, except for those at its end that have too little speech after them.
     *
     * @param endMillis end of the window
     */
    void decided(List<Part> parts, long endMillis) {
        for (Part part : parts) {
            if (!part.isLong() && part.endMillis() == endMillis) {
                return;
            }
            decided(part);
        }
    }

    /** Marks the pause before a part as decided. */
    void decided(Part part) {
        decided(part.pause());
    }

    /** Marks the pauses before the start of the window as decided: the words after them are settled. */
    void decidedBefore(long windowStartMillis, long endMillis) {
        undecided(endMillis).stream()
                .filter(pause -> middleMillis(pause) < windowStartMillis)
                .forEach(this::decided);
    }

    private void decided(Pause pause) {
        decidedMillis = Math.max(decidedMillis, millis(pause.end()));
        nextSpeechMillis = FIRST_SPEECH_MILLIS;
    }

    /** Returns whether the pause before a part was decided since the part was due: words after it may be settled. */
    boolean isDecided(Part part) {
        return millis(part.pause().end()) <= decidedMillis;
    }

    /** Returns the time after which words must not settle, because their language is not decided. */
    long undecidedMillis(long endMillis) {
        return firstUndecided(endMillis).map(LanguageChanges::middleMillis).orElse(NONE);
    }

    private Optional<Pause> firstUndecided(long endMillis) {
        return undecided(endMillis).stream().findFirst();
    }

    private List<Pause> undecided(long endMillis) {
        return detects
                ? speech.pauses(samples(decidedMillis), samples(endMillis), samples(MIN_PAUSE_MILLIS))
                : List.of();
    }

    private Part after(Pause pause, long endMillis) {
        return part(pause, middleMillis(pause), endMillis);
    }

    private Part part(Pause pause, long fromMillis, long toMillis) {
        return new Part(
                pause, fromMillis, toMillis, millis(speech.speechBetween(samples(fromMillis), samples(toMillis))));
    }

    private static long middleMillis(Pause pause) {
        return millis(pause.middle());
    }

    private static long millis(long samples) {
        return samples / Utterance.SAMPLES_PER_MILLI;
    }

    private static long samples(long millis) {
        return millis * Utterance.SAMPLES_PER_MILLI;
    }
}
