package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of an utterance, which may change after a pause. */
class UtteranceLanguageTest extends DecodingFixture {

    @Test
    void settlesNothingBeforeLanguageIsCertain() {
        // given
        var engine = ScriptedEngine.of(300, WORDS);
        engine.fault((transcript, _) -> new Transcript(transcript.tokens(), Transcript.Ending.COMPLETE, "en", 0.6, 0));
        start(engine, true, 20_000, null);

        // when
        speak(4_000);

        // then
        assertThat(interims)
                .isNotEmpty()
                .allSatisfy(interim -> assertThat(interim.settledLength()).isZero());
    }

    @Test
    void sendsNoTextInImplausibleLanguage() {
        // given
        var engine = ScriptedEngine.of(300, WORDS);
        engine.fault((transcript, _) -> new Transcript(transcript.tokens(), Transcript.Ending.COMPLETE, "zh", 0.3, 0));
        start(engine, true, 20_000, null);

        // when
        speak(3_000);

        // then
        assertThat(interims).isEmpty();
        end(EndReason.SILENCE);
        assertThat(finals).hasSize(1);
    }

    /** The pause is too short to end the utterance. */
    @ParameterizedTest(name = "live {0}")
    @ValueSource(booleans = {true, false})
    void endsSegmentWhereLanguageChanges(boolean live) {
        // given
        var engine = ScriptedEngine.of(400, WORDS).withPause(4_000, 300).speaking("zh", 4_300);
        start(engine, live, 20_000, null);

        // when
        speak(4_000);
        pause(300);
        speak(8_000);
        end(EndReason.SILENCE);

        // then
        assertThat(finals).hasSize(2);
        assertThat(finals.getFirst().text().text())
                .isEqualTo(TokenText.of(engine.script().subList(0, 10)));
        assertThat(finals.getLast().text().text())
                .isEqualTo(TokenText.of(engine.script().subList(10, 30)));
        assertThat(languages).containsExactly("en", "zh");
        assertThat(finals).extracting(Utterance.ReadyFinal::reason).containsOnly(EndReason.SILENCE);
        assertThat(events).containsOnlyOnce(TextEvent.LANGUAGE_CHANGED);
    }

    /** Words in another language must not settle in the language before. */
    @Test
    void settlesNothingBeforeLanguageAfterPauseIsCertain() {
        // given
        var engine = ScriptedEngine.of(400, WORDS).withPause(4_000, 300).speaking("zh", 4_300);
        start(engine, true, 20_000, null);

        // when
        speak(4_000);
        pause(300);
        speak(8_000);

        // then
        assertThat(interims)
                .allSatisfy(interim -> assertThat(TokenText.of(interim.tokens().subList(0, interim.settled())))
                        .doesNotContain("wrong"));
        assertThat(interims.getLast().settled()).isGreaterThan(10);
    }

    /** The detection after a pause is restricted as well. */
    @ParameterizedTest(name = "live {0}")
    @ValueSource(booleans = {true, false})
    void detectsOnlyAmongLanguagesOfClient(boolean live) {
        // given
        var engine = ScriptedEngine.of(400, WORDS)
                .withPause(4_000, 300)
                .speaking("zh", 4_300)
                .speaking("de", 9_000);
        startWith(engine, live, 20_000, LanguageChoice.among(Set.of("en", "de")));

        // when
        speak(4_000);
        pause(300);
        speak(8_000);
        end(EndReason.SILENCE);

        // then
        assertThat(engine.decodes()).allSatisfy(decode -> {
            assertThat(decode.request().candidateLanguages()).containsExactlyInAnyOrder("en", "de");
            assertThat(decode.request().language()).isNotEqualTo("zh");
        });
        assertThat(languages).isNotEmpty().doesNotContain("zh");
    }

    /** Sound without words fills a window, which is left behind with the pause in it before its language is decided. */
    @ParameterizedTest(name = "{0} ms of sound")
    @ValueSource(ints = {23_000, 24_000, 25_000, 26_000, 26_600, 27_000, 27_400})
    void goesOnAfterForcedWindowWithUndecidedPause(int soundMillis) {
        // given
        var engine =
                ScriptedEngine.of(400, WORDS).withPause(0, soundMillis + 300).speaking("zh", soundMillis);
        start(engine, true, 20_000, null);

        // when
        speak(soundMillis);
        pause(300);
        speak(12_000);
        end(EndReason.SILENCE);

        // then
        assertThat(plainWords(joinedFinals())).hasSize(30);
        assertThat(joinedFinals().split(" ")).hasSize(30);
        assertThat(decoding.idle()).isTrue();
    }

    /** A window may be decoded meanwhile, which decides about the pause and settles the words after it. */
    @Test
    void writesWordsOnceIfPartIsDecodedTooLate() {
        // given: a decode reads the other language with confidence
        var engine = ScriptedEngine.of(400, WORDS).withPause(4_000, 300).speaking("zh", 4_300);
        engine.fault((transcript, decode) -> decode.request().language() == null
                ? transcript
                : withTokens(
                        transcript,
                        transcript.tokens().stream()
                                .map(UtteranceLanguageTest::read)
                                .toList(),
                        Transcript.Ending.COMPLETE));
        start(engine, true, 6_000, null);
        speak(4_000);
        pause(300);
        hear(6_000, true);
        decoding.grow(); // the segment is too long
        awaitDecodes();

        // when
        hear(700, true);
        decoding.grow(); // the speech after the pause
        awaitDecodes();
        runSteps();
        end(EndReason.SILENCE);

        // then
        assertThat(events).doesNotContain(TextEvent.LANGUAGE_CHANGED);
        assertThat(finals.stream().flatMap(result -> result.text().tokens().stream()))
                .extracting(Token::startMillis)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** Detection of the language after each pause costs nothing. */
    @ParameterizedTest(name = "live {0}, pauses of {1} ms")
    @CsvSource({"true, 300", "true, 500", "false, 300", "false, 500"})
    void decodesOneLanguageAsOftenAsIfItWasGiven(boolean live, int pauseMillis) {
        // given
        List<Integer> decodes = new ArrayList<>();
        List<Integer> results = new ArrayList<>();

        // when
        for (String language : new String[] {"en", null}) {
            var engine = ScriptedEngine.of(400, WORDS)
                    .withPause(4_000, pauseMillis)
                    .withPause(7_200 + pauseMillis, pauseMillis);
            start(engine, live, 20_000, language);
            speak(4_000);
            pause(pauseMillis);
            speak(3_200);
            pause(pauseMillis);
            speak(4_800);
            end(EndReason.SILENCE);
            assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
            decodes.add(engine.decodes().size());
            results.add(interims.size() + 1_000 * finals.size());
            reset();
        }

        // then
        assertThat(decodes.getLast()).isEqualTo(decodes.getFirst());
        assertThat(results.getLast()).isEqualTo(results.getFirst());
    }

    private static Token read(Token token) {
        return ScriptedEngine.token(" at" + token.startMillis(), token.startMillis(), token.endMillis());
    }
}
