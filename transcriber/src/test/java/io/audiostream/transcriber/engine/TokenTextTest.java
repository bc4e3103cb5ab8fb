package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {

    /** Tokens are separated by a bar, and words by a slash. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " And| so|,| my| fel|low; And/ so,/ my/ fellow",
                " version| 2|.|0|.|1| of; version/ 2.0.1/ of",
                " 1|,|000| and| 10|:|30; 1,000/ and/ 10:30",
                " don|'t| well|-|known; don't/ well-known",
                " Gesch|wind|igkeits|begrenzung; Geschwindigkeitsbegrenzung",
                "\u4ECA\u5929|\u6211\u4EEC|\u53BB|\u3002;\u4ECA\u5929/\u6211\u4EEC/\u53BB\u3002",
                "\u6211|\u7528| machine| learning|\u548C|Happy; \u6211/\u7528/ machine/ learning/\u548C/Happy",
                "\u0E2A\u0E27|\u0E31\u0E2A|\u0E14\u0E35;\u0E2A\u0E27\u0E31\u0E2A/\u0E14\u0E35",
                " \uC548\uB155|\uD558\uC138\uC694| \uBC18; \uC548\uB155\uD558\uC138\uC694/ \uBC18",
                "\u3068\u30FC|\u3066\u3082|\u3001|\u3044\u3044;\u3068\u30FC/\u3066\u3082\u3001/\u3044\u3044",
            })
    void splitsWordsInEveryScript(String tokens, String words) {
        // when
        List<List<Token>> split = TokenText.words(tokens(tokens.split("\\|")));

        // then
        assertThat(split.stream().map(TokenText::of))
                .containsExactly(
                        Arrays.stream(words.split("/")).map(String::strip).toArray(String[]::new));
    }

    /** Tokens are separated by a bar, and parts by an underscore. */
    @ParameterizedTest(name = "{2} ms a token: {0}")
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " 1|-|2|-|3|-|4|,| and; 1-_2-_3-_4,_ and;1000",
                " 1|-|2|-|3|-|4|,| and; 1-2-3-4,_ and;500",
                " 3|.|141|592|653|589| is; 3._141_592_653_589_ is;1000",
                " 1|-2|-3|-4|-5|-w6|-w7; 1_-2_-3_-4_-5_-w6_-w7;1000",
                " ha|-|ha|-|ha|-|ha; ha-_ha-_ha-_ha;1000",
                " don|'t|aa|aa|aa|aa|-|bb; don't_aa_aa_aa_aa-_bb;1000",
                " A|BC|DEF|G|HI|JK|.; A_BC_DEF_G_HI_JK.;1000",
                " don|\u2019|t|-|aa|-|bb|-|cc; don\u2019t-_aa-_bb-_cc;1000",
            })
    void partsWordsThatAreTooLong(String tokens, String parts, int millisPerToken) {
        // given
        List<Token> text = new ArrayList<>();
        for (Token token : tokens(tokens.split("\\|"))) {
            long start = (long) text.size() * millisPerToken;
            text.add(new Token(token.id(), 0, start, start + millisPerToken, token.utf8()));
        }

        // when
        List<List<Token>> split = TokenText.parts(text);

        // then
        assertThat(split.stream().map(TokenText::of))
                .containsExactly(
                        Arrays.stream(parts.split("_")).map(String::strip).toArray(String[]::new));
    }

    @Test
    void joinsCharacterSplitAmongTokens() {
        // given
        byte[] utf8 = "\u65E5".getBytes(StandardCharsets.UTF_8);
        List<Token> tokens = List.of(
                token(Arrays.copyOf(utf8, 2)),
                token(Arrays.copyOfRange(utf8, 2, 3)),
                token("\u672C".getBytes(StandardCharsets.UTF_8)));

        // when / then
        assertThat(TokenText.of(tokens)).isEqualTo("\u65E5\u672C");
        assertThat(TokenText.words(tokens)).extracting(List::size).containsExactly(2, 1);
    }

    @Test
    void dropsIncompleteCharacterAtEnd() {
        // when / then
        assertThat(TokenText.of(
                        List.of(token(" caf".getBytes(StandardCharsets.UTF_8)), token(new byte[] {(byte) 0xC3}))))
                .isEqualTo("caf");
    }

    /** Whatever the tokens are, the words are all of them, in order. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsEveryToken(int seed) {
        // given
        var random = new Random(seed);
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(4)];
            random.nextBytes(bytes);
            tokens.add(token(bytes));
        }

        // when
        List<List<Token>> words = TokenText.words(tokens);

        // then
        assertThat(words.stream().flatMap(List::stream)).containsExactlyElementsOf(tokens);
        assertThat(words).allSatisfy(word -> assertThat(word).isNotEmpty());
    }

    private static List<Token> tokens(String... texts) {
        return Arrays.stream(texts)
                .map(text -> token(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static Token token(byte[] utf8) {
        return new Token(1, 0, 0, 0, utf8);
    }
}
