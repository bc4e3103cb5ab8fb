package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.SpeechFrames.Pause;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.session.LanguageChanges.Part;
import io.audiostream.transcriber.session.LanguageChanges.Verdict;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the speech after a pause by itself, to detect its language. Whisper detects one language of a window, and
 * writes speech in another one with low confidence, translates it or skips it. Used on the session's executor only.
 */
final class LanguageChecker {

    /** Confidence of the words of a part below which its language is doubtful. */
    private static final double CONFIDENT = 0.7;

    private final SessionDecodes decodes;
    private final DecodeLane lane;

    LanguageChecker(SessionDecodes decodes, DecodeLane lane) {
        this.decodes = decodes;
        this.lane = lane;
    }

    /**
     * Decodes a part and the audio received after it, instead of the next interim.
     *
     * @param receiver receives what was decoded and its transcript, as a step of the session
     */
    void offer(Utterance utterance, Part part, BiConsumer<Part, Transcript> receiver) {
        lane.offerInterim(new PartDecode(utterance, part, utterance.language().code(), decodes::received, receiver));
    }

    /**
     * Checks the parts of a window whose words have a low confidence, or that have no words.
     *
     * @param transcript the decode of the window
     * @param windowStartMillis start of the window
     * @param endMillis end of the window
     * @param same called if no language changed
     * @param changed receives the first pause at which the language changed
     */
    void check(
            Utterance utterance,
            Transcript transcript,
            long windowStartMillis,
            long endMillis,
            Runnable same,
            Consumer<Pause> changed) {
        List<Token> tokens = Utterance.absolute(transcript.tokens(), windowStartMillis, endMillis);
        Queue<Part> doubtful = new ArrayDeque<>();
        List<Part> parts = utterance
                .languageChanges()
                .parts(windowStartMillis, endMillis, !utterance.language().isFixed());
        for (Part part : parts) {
            if (part.isLong() && isDoubtful(part, tokens)) {
                doubtful.add(part);
            }
        }
        checkNext(
                utterance,
                transcript.language(),
                doubtful,
                () -> {
                    utterance.languageChanges().decided(parts, endMillis);
                    same.run();
                },
                changed);
    }

    private void checkNext(
            Utterance utterance, String language, Queue<Part> parts, Runnable same, Consumer<Pause> changed) {
        Part part = parts.poll();
        if (part == null) {
            same.run();
            return;
        }
        lane.submitFinal(new PartDecode(utterance, part, language, part::endMillis, (_, transcript) -> {
            if (utterance.languageChanges().judge(part, language, transcript) == Verdict.CHANGED) {
                changed.accept(part.pause());
            } else {
                checkNext(utterance, language, parts, same, changed);
            }
        }));
    }

    private static boolean isDoubtful(Part part, List<Token> tokens) {
        List<Token> own = tokens.stream()
                .filter(token -> part.contains(token.middleMillis()))
                .toList();
        return Transcript.confidence(own) < CONFIDENT;
    }

    private final class PartDecode extends SessionDecodes.Task {

        private final Utterance utterance;
        private final String language;
        private final LongSupplier endMillis;
        private final BiConsumer<Part, Transcript> receiver;
        private volatile Part part;

        PartDecode(
                Utterance utterance,
                Part part,
                String language,
                LongSupplier endMillis,
                BiConsumer<Part, Transcript> receiver) {
            decodes.super();
            this.utterance = utterance;
            this.part = part;
            this.language = language;
            this.endMillis = endMillis;
            this.receiver = receiver;
        }

        @Override
        public @Nullable Window window() {
            part = part.upTo(endMillis.getAsLong());
            return decodes.windowToDetectLanguage(
                    utterance,
                    part.startMillis() * Utterance.SAMPLES_PER_MILLI,
                    part.endMillis() * Utterance.SAMPLES_PER_MILLI,
                    language);
        }

        @Override
        void decoded(Transcript transcript) {
            receiver.accept(part, transcript);
        }
    }
}
