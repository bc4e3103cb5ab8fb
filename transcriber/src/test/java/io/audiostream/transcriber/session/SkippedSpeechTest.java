package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speech that a decode has no words for is decoded again. */
class SkippedSpeechTest extends DecodingFixture {

    @Test
    void decodesSpeechThatModelSkipped() {
        // given: windows of more than 4 s end after the second word, as Whisper's sometimes do
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 4_000
                ? withTokens(transcript, transcript.tokens().subList(0, 2), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(7_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 14)));
        assertThat(events).contains(TextEvent.GAP_FILLED);
    }

    /** Speech that repeats earlier sentences makes Whisper jump ahead in long windows. */
    @ParameterizedTest(name = "tokens {0} to {1} of each long window")
    @CsvSource({"3, 7", "0, 3", "5, 99"})
    void settlesNothingBehindSpeechThatInterimsSkip(int from, int to) {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.request().effort() == Effort.INTERIM
                        && decode.endMillis() - decode.startMillis() > 5_000
                ? withoutTokens(transcript, decode.request().context().prefix().size(), from, to)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    /** A person who reads along sees the text grow, although the decodes of long windows skip words. */
    @Test
    void showsSpeechThatInterimsSkip() {
        // given: decodes of long windows end after one new word
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault(SkippedSpeechTest::withOneNewWordIfLong);
        start(engine, true, 20_000, "en");

        // when
        speak(12_000);

        // then
        List<Integer> lengths = interims.stream().map(SegmentText::wordCount).toList();
        assertThat(lengths.getLast()).isGreaterThanOrEqualTo(20);
        for (int i = 1; i < lengths.size(); i++) {
            assertThat(lengths.get(i))
                    .as("interim %d of %s", i, lengths)
                    .isGreaterThanOrEqualTo(lengths.get(i - 1) - 2);
        }
    }

    @Test
    void decodesSpeechThatInterimsSkipBeforePause() {
        // given: no decode of a long window has more than one new word
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault(SkippedSpeechTest::withOneNewWordIfLong);
        start(engine, true, 20_000, "en");

        // when
        speak(12_000);

        // then
        assertThat(events).contains(TextEvent.GAP_FILLED);
        assertThat(interims.getLast().settledLength()).isGreaterThan(50);
    }

    @Test
    void decodesSpeechBeforeFirstWord() {
        // given: long windows begin with their last words
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 4_000
                ? withTokens(transcript, lastTokens(transcript, 3), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(6_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 12)));
    }

    /** "Stop!" is shorter than the speech that a word may hide elsewhere. */
    @ParameterizedTest(name = "sentence {0}, live {1}")
    @CsvSource({"0, true", "1, true", "2, true", "0, false", "1, false", "2, false"})
    void decodesShortSentenceBetweenPausesThatModelSkipped(int skipped, boolean live) {
        // given: three sentences of 0.6 s; windows that hold more than one of them skip one
        var engine = ScriptedEngine.of(300, " Ten| clubs.| Hello| world!| Stop| it.")
                .withPause(600, 300)
                .withPause(1_500, 300);
        List<Token> sentence = engine.script().subList(2 * skipped, 2 * skipped + 2);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 1_400
                ? withTokens(transcript, without(transcript.tokens(), sentence), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, live, 20_000, "en");

        // when
        for (int i = 0; i < 3; i++) {
            speak(600);
            pause(300);
        }
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo("Ten clubs. Hello world! Stop it.");
    }

    /** The audio before the utterance may be discarded already. */
    @Test
    void decodesNothingBeforeUtterance() {
        // given: an utterance whose windows skip its first sentence, unless they hold nothing else
        hear(1_000, false);
        var engine = ScriptedEngine.of(300, " Ten| clubs.| Hello| world!| Stop| it| now| please.")
                .withPause(0, 1_000)
                .withPause(1_600, 300);
        List<Token> sentence = engine.script().subList(0, 2);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 1_000
                ? withTokens(transcript, without(transcript.tokens(), sentence), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(600);
        pause(300);
        speak(1_800);
        end(EndReason.SILENCE);

        // then
        assertThat(engine.decodes())
                .allSatisfy(decode -> assertThat(decode.startMillis()).isGreaterThanOrEqualTo(1_000));
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    /** Whisper's attention for a full stop often spans the speech that the text skips. */
    @Test
    void decodesSpeechThatPunctuationSpans() {
        // given: windows of more than 4 s skip eight words after the second, and write a full stop there
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 4_000
                ? withTokens(transcript, withFullStopForWords(transcript, 2, 10), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(7_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals().replace(".", ""))
                .isEqualTo(TokenText.of(engine.script().subList(0, 14)));
    }

    @Test
    void dropsTextOfNoiseBetweenPauses() {
        // given: in a noise of 0.5 s the model finds a word, of which it is not sure
        var engine = ScriptedEngine.of(300, " Ten| clubs.");
        engine.fault((transcript, decode) -> transcript.tokens().isEmpty()
                ? withTokens(
                        transcript,
                        List.of(new Token(7, Math.log(0.2), 300, 600, " you".getBytes(StandardCharsets.UTF_8))),
                        Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(600);
        pause(300);
        speak(500);
        pause(300);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo("Ten clubs.");
        assertThat(events).contains(TextEvent.DROPPED).doesNotContain(TextEvent.GAP_WITHOUT_WORDS);
    }

    @Test
    void decodesRestOfFullContext() {
        // given: no window has more than ten tokens
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, _) -> transcript.tokens().size() <= 10
                ? transcript
                : withTokens(transcript, transcript.tokens().subList(0, 10), Transcript.Ending.TOKEN_LIMIT));
        start(engine, false, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
        assertThat(events).contains(TextEvent.TOKEN_LIMIT);
    }

    /** A decode that begins within a word writes the rest of it as another word. */
    @Test
    void writesWordOnceThatTokenLimitCuts() {
        // given: words of two tokens, and no long window has more than nine tokens
        var engine = ScriptedEngine.of(
                500, IntStream.range(0, 15).mapToObj(i -> " a" + i + "|b" + i).collect(Collectors.joining("|")));
        engine.fault((transcript, decode) -> {
            List<Token> tokens = new ArrayList<>(transcript.tokens());
            tokens.set(0, beginningWord(tokens.getFirst()));
            return decode.endMillis() - decode.startMillis() <= 8_000
                    ? withTokens(transcript, tokens, Transcript.Ending.COMPLETE)
                    : withTokens(transcript, tokens.subList(0, 9), Transcript.Ending.TOKEN_LIMIT);
        });
        start(engine, false, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    private static Token beginningWord(Token token) {
        return ScriptedEngine.token(" " + TokenText.of(List.of(token)), token.startMillis(), token.endMillis());
    }

    /** Sound that the speech detector takes for speech may come before a word. */
    @Test
    void keepsWordAtEndOfDecodedPart() {
        // given: long windows have no words
        var engine = ScriptedEngine.of(500, WORDS).withPause(0, 7_300);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() <= 8_000
                ? transcript
                : withTokens(transcript, List.of(), Transcript.Ending.COMPLETE));
        start(engine, false, 20_000, "en");

        // when
        speak(13_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(plainWords(joinedFinals()))
                .isEqualTo(plainWords(TokenText.of(engine.script().subList(0, 11))));
    }

    /** A decode that skips speech may place the settled words behind it. */
    @Test
    void decodesSpeechThatModelSkippedAfterSettledWords() {
        // given: after 5 s, decodes have the settled words only, at the end of the window
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> {
            int settled = decode.request().context().prefix().size();
            return settled == 0 || decode.endMillis() <= 5_000
                    ? transcript
                    : withTokens(
                            transcript,
                            transcript.tokens().subList(0, settled).stream()
                                    .map(token -> token.notBefore(decode.endMillis() - decode.startMillis()))
                                    .toList(),
                            Transcript.Ending.COMPLETE);
        });
        start(engine, true, 20_000, "en");

        // when
        speak(8_000);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 16)));
    }

    /** The speech may end before, while or after what the decode of its pause skipped is decoded. */
    @ParameterizedTest(name = "after {0} steps")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void writesSpeechOnceThatDecodeOfPauseSkipped(int stepsBetween) {
        // given: the decode of the whole utterance skips two stretches
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> {
            List<Token> tokens = new ArrayList<>(transcript.tokens());
            if (decode.startMillis() < 100 && decode.endMillis() > 7_000) {
                tokens.subList(10, 14).clear();
                tokens.subList(2, 6).clear();
            }
            return withTokens(transcript, tokens, Transcript.Ending.COMPLETE);
        });
        start(engine, true, 20_000, "en");
        hear(10_000, true);
        decoding.pause(buffer.end());

        // when
        for (int i = 0; i < stepsBetween; i++) {
            runStep();
        }
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 20)));
    }

    private static List<Token> withFullStopForWords(Transcript transcript, int from, int to) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        List<Token> skipped = tokens.subList(from, to);
        Token stop = ScriptedEngine.token(
                ".", skipped.getFirst().startMillis(), skipped.getLast().endMillis());
        skipped.clear();
        tokens.add(from, stop);
        return tokens;
    }

    /** Ends the transcript of a long window after one word that is not in its prefix. */
    private static Transcript withOneNewWordIfLong(Transcript transcript, ScriptedEngine.Decode decode) {
        return decode.endMillis() - decode.startMillis() > 5_000
                ? withoutTokens(transcript, decode.request().context().prefix().size(), 1, 99)
                : transcript;
    }
}
