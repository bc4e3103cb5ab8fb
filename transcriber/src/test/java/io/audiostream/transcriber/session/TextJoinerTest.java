package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextJoinerTest {

    @ParameterizedTest
    @CsvSource({
        "Hello., World., 'Hello. World.'",
        "你好, 世界, 你好世界",
        "你好。, Hello., 你好。Hello.",
        "Hello., 你好, 'Hello. 你好'",
        "你好, Hello., '你好 Hello.'",
        "今日は, きれい, 今日はきれい",
        "コーヒー, です, コーヒーです",
        "สวัสดี, ครับ, 'สวัสดี ครับ'",
        "platform 4., สวัสดี, 'platform 4. สวัสดี'",
        "สวัสดี, Please, 'สวัสดี Please'",
        "안녕, 하세요, '안녕 하세요'",
        "'', Hello., Hello.",
        "Hello., '', Hello."
    })
    void joinsSegments(String before, String after, String joined) {
        assertThat(before + TextJoiner.betweenSegments(before, after) + after).isEqualTo(joined);
    }

    @ParameterizedTest
    @CsvSource({"Hello, world, 'Hello world'", "我在, Google, 我在Google", "สวัสดี, ครับ, สวัสดีครับ", "'', a, a"})
    void joinsWords(String before, String after, String joined) {
        assertThat(before + TextJoiner.betweenWords(before, after) + after).isEqualTo(joined);
    }
}
