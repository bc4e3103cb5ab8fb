package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionFilterTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void stopsDecoderInLoopOfPhrase(int phraseTokens) {
        // given
        int[] ids = IntStream.range(0, 200).map(i -> i % phraseTokens).toArray();

        // when / then
        assertThat(RepetitionFilter.endsInLoop(160, i -> ids[i])).isTrue();
    }

    @Test
    void letsSpeakerRepeatWords() {
        // given: "no, no, no ...", as fast as a speaker can say it for ten seconds
        int[] ids = IntStream.range(0, 60).map(i -> i % 2).toArray();

        // when / then
        assertThat(RepetitionFilter.endsInLoop(ids.length, i -> ids[i])).isFalse();
    }

    @Test
    void keepsTextWithoutLoop() {
        // given
        int[] ids = IntStream.range(0, 400).map(i -> i * i % 97).toArray();

        // when / then
        for (int count = 0; count <= ids.length; count++) {
            assertThat(RepetitionFilter.endsInLoop(count, i -> ids[i]))
                    .as("%d tokens", count)
                    .isFalse();
        }
    }

    @Test
    void keepsSpokenRepeats() {
        // given
        Transcript spoken = transcript(repeated(21, 400));

        // when / then
        assertThat(RepetitionFilter.collapseRepeats(spoken, 0)).isSameAs(spoken);
    }

    @Test
    void removesRepeatsThatTookNoTime() {
        // given: three spoken, and a hundred in no time
        List<Token> tokens = new ArrayList<>(repeated(3, 400));
        for (int i = 0; i < 100; i++) {
            tokens.add(new Token(7, 0, 1_200, 1_200, " no".getBytes(StandardCharsets.UTF_8)));
        }

        // when
        Transcript kept = RepetitionFilter.collapseRepeats(transcript(tokens), 0);

        // then
        assertThat(kept.text()).isEqualTo("no no no");
        assertThat(kept.hadUnspokenText()).isTrue();
    }

    /** A decode may place the settled tokens anywhere. The text must continue all of them. */
    @Test
    void keepsSettledRepeatsThatTookNoTime() {
        // given
        List<Token> tokens = repeated(6, 40);

        // when / then
        assertThat(RepetitionFilter.collapseRepeats(transcript(tokens), 4).tokens())
                .containsExactlyElementsOf(tokens.subList(0, 4));
    }

    @Test
    void removesLoopAnywhere() {
        // given
        var before = new Token(1, 0, 0, 0, new byte[0]);
        var after = new Token(2, 0, 0, 0, new byte[0]);
        List<Token> tokens = new ArrayList<>(List.of(before));
        tokens.addAll(repeated(10, 100));
        tokens.add(after);

        // when / then
        assertThat(RepetitionFilter.withoutLoops(tokens)).containsExactly(before, after);
        assertThat(RepetitionFilter.withoutLoops(repeated(5, 100))).hasSize(5);
    }

    @Test
    void suspectsFourRepeats() {
        // when / then
        assertThat(RepetitionFilter.mayHaveLoop(repeated(4, 400))).isTrue();
        assertThat(RepetitionFilter.mayHaveLoop(repeated(3, 400))).isFalse();
    }

    @Test
    void removesThreeRepeatsThatAreTooFast() {
        // when / then
        assertThat(RepetitionFilter.withoutLoops(repeated(3, 40))).isEmpty();
        assertThat(RepetitionFilter.withoutLoops(repeated(3, 60))).hasSize(3);
    }

    /** Tokens are separated by a bar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "' Wait| a| bit|,| wait| a| bit|,| wait| a| bit|,| wait| a| bit|,| wait| a| bit|,| wait| a| bit|,| wait| a'; ''",
                "' Oh|,| a| b| c| d| e| f| a| b| c| d| e| f| a| b| c| d| e| f| a| b| c| d| e| f| a| b'; Oh,",
                "' a| b| c| d| e| a| b| c| d| e| a| b| c| d| e| a| b| c| d| e'; a b c d e a b c d e a b c d e a b c d e",
                "' My| cat|!| ha|,| ha|,| ha|,| ha|,| ha|,| ha|,'; My cat!",
                "' So| no|.| No|.| No|.| No|.| No|.| No|.| No|.| The| end'; So The end",
            })
    void removesPhraseOfLoopAroundIt(String text, String kept) {
        // given
        List<Token> tokens = new ArrayList<>();
        for (String each : text.split("\\|")) {
            long start = 300L * tokens.size();
            tokens.add(new Token(each.hashCode(), 0, start, start + 300, each.getBytes(StandardCharsets.UTF_8)));
        }

        // when / then
        assertThat(TokenText.of(RepetitionFilter.withoutLoops(tokens))).isEqualTo(kept);
    }

    /** A token that is a part of a character has no letters to compare. */
    @Test
    void keepsTextBeforeLoopInScriptWithPartsOfCharacters() {
        // given: ten characters of Burmese, of two tokens each, then two more characters six times
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            addCharacter(tokens, 0x1000 + i);
        }
        for (int i = 0; i < 6; i++) {
            addCharacter(tokens, 0x1010);
            addCharacter(tokens, 0x1011);
        }

        // when / then
        assertThat(TokenText.of(RepetitionFilter.withoutLoops(tokens)).codePointCount(0, 10))
                .isEqualTo(10);
    }

    /** The characters before and after a loop share tokens with its phrase. */
    @Test
    void keepsCharactersAroundLoopWhole() {
        // given: six times one character, between two that share its first or its last token
        List<Token> tokens = new ArrayList<>();
        addCharacter(tokens, 0x1000 + 0x40); // E1 81 80
        for (int i = 0; i < 6; i++) {
            addCharacter(tokens, 0x1000); // E1 80 80
        }
        addCharacter(tokens, 0x1001); // E1 80 81

        // when
        String text = TokenText.of(RepetitionFilter.withoutLoops(tokens));

        // then
        assertThat(text).startsWith("\u1040").endsWith("\u1001");
    }

    private static void addCharacter(List<Token> tokens, int codePoint) {
        byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        for (byte[] part : List.of(Arrays.copyOf(utf8, 2), Arrays.copyOfRange(utf8, 2, 3))) {
            long start = 200L * tokens.size();
            tokens.add(new Token(Arrays.hashCode(part), 0, start, start + 200, part));
        }
    }

    private static List<Token> repeated(int times, long millis) {
        return IntStream.range(0, times)
                .mapToObj(i -> new Token(7, 0, i * millis, (i + 1) * millis, " no".getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static Transcript transcript(List<Token> tokens) {
        return new Transcript(tokens, Transcript.Ending.COMPLETE, "en", 0, 0);
    }
}
