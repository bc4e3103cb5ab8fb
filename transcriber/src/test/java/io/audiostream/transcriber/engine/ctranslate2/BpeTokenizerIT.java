package io.audiostream.transcriber.engine.ctranslate2;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.TestModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the tokenizer with the real model's vocabulary. */
class BpeTokenizerIT {

    private static Vocabulary vocabulary;

    @BeforeAll
    static void read() {
        vocabulary = Vocabulary.read(TestModel.ct2());
    }

    @Test
    void findsSpecialTokensAtOpenAiIds() {
        // when / then
        assertThat(vocabulary.size()).isEqualTo(51_865);
        assertThat(vocabulary.multilingual()).isTrue();
        assertThat(vocabulary.endOfText()).isEqualTo(50_257);
        assertThat(vocabulary.startOfTranscript()).isEqualTo(50_258);
        assertThat(vocabulary.translate()).isEqualTo(50_358);
        assertThat(vocabulary.transcribe()).isEqualTo(50_359);
        assertThat(vocabulary.startOfPrevious()).isEqualTo(50_361);
        assertThat(vocabulary.noSpeech()).isEqualTo(50_362);
        assertThat(vocabulary.noTimestamps()).isEqualTo(50_363);
        assertThat(vocabulary.languages())
                .hasSize(99)
                .containsEntry("en", 50_259)
                .containsEntry("su", 50_357);
    }

    /** The expected ids come from OpenAI's tokenizer (tiktoken with {@code multilingual.tiktoken}). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " One, two, three, four.|1485 11 732 11 1045 11 1451 13",
                " It's Kubernetes' gRPC-Endpunkt: 50051!|467 311 23145 6 290 49 12986 12 36952 31744 25 5923 18682 0",
                " Größe über alles|45778 11451 4502 7874",
                " 日本語のテスト|220 27311 31348 2972 22985 40498",
                " \uD83D\uDE00\uD83D\uDE00 ok|20732 222 13125 222 3133",
                "  two  spaces\\n\\nand lines\\t|220 732 220 7673 198 198 474 3876 197",
                " [_EOT_] 100%|542 62 36 5068 62 60 2319 4",
                " привет мир|33879 20536",
                " don't we'll they've 2nd|500 380 321 603 436 600 568 273"
            })
    void encodesTextAsReferenceTokenizer(String text, String ids) {
        // given
        List<Integer> expected =
                Arrays.stream(ids.split(" ")).map(Integer::valueOf).toList();
        String unescaped = text.translateEscapes();

        // when / then
        assertThat(encode(unescaped)).isEqualTo(expected);
        assertThat(decode(expected)).isEqualTo(unescaped);
    }

    @Test
    void encodesTextWithoutSpecialTokens() {
        // when / then
        assertThat(encode("<|endoftext|><|startoftranscript|><|en|>")).allMatch(id -> id < vocabulary.endOfText());
    }

    /** Quadratic time would make the ratio 16. */
    @Tag("timed")
    @ParameterizedTest
    @ValueSource(strings = {"a", "\uD83D\uDE00", " ", "\uD83D", "\0"})
    void encodesRepetitiveTextInLinearTime(String repeated) {
        // given
        String text = repeated.repeat(8_000 / repeated.length());

        // when
        double ratio = bestNanos(text.repeat(4)) / bestNanos(text);

        // then
        assertThat(ratio).isLessThan(9);
    }

    /** The fastest of several runs is the least disturbed by other processes. The first runs warm up. */
    private static double bestNanos(String text) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 15; i++) {
            long start = System.nanoTime();
            encode(text);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static List<Integer> encode(String text) {
        return new BpeTokenizer(vocabulary).encode(text);
    }

    private static String decode(List<Integer> ids) {
        var bytes = new ByteArrayOutputStream();
        ids.forEach(id -> bytes.writeBytes(vocabulary.utf8(id)));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
