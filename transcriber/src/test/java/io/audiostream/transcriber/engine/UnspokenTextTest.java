package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnspokenTextTest {

    /** A number in brackets is the length of the words after it, in ms. It is 250 at first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // the last sentence again, without audio
                "'I was at home. Then he went to bed. [0] Then he went to bed. Then he went to bed.'; I was at home. Then he went to bed.",
                // not a repetition
                "'That is all. [0] Subtitles by the community of viewers'; That is all.",
                // in the middle
                "'That is all. [0] Subtitles by the community of viewers [250] for today'; That is all. for today",
                // a word of the repetition got the silence between the sentence and the end
                "'But then he went to bed early [300] then [0] he went to bed early then he went to bed early'; But then he went to bed early",
                "'But then he went to bed early [0] then he went to bed early then he went to [400] bed'; But then he went to bed early",
                // the second time was spoken
                "'he went to bed early [250] he went to bed early [0] he went to bed early he went to bed early'; he went to bed early he went to bed early",
                // a short repetition
                "'for your country Ten of clubs [0] Ten of clubs'; for your country Ten of clubs",
                "'for your country Ten of clubs [60] Ten of clubs'; for your country Ten of clubs Ten of clubs",
                "'five and so my fellow citizens [200] And [0] so my fellow citizens'; five and so my fellow citizens",
                "'we said no no [0] no'; we said no no no",
                // scripts without spaces and with marks
                "'天地玄黄宇宙洪荒 [0] 天地玄黄宇宙洪荒天地玄黄宇宙洪荒天地玄黄宇宙洪荒'; 天地玄黄宇宙洪荒",
                "'நான் வந்தேன் [0] நான் வந்தேன் நான் வந்தேன் நான் வந்தேன் நான் வந்தேன்'; நான் வந்தேன்",
                // as much as a fast speaker says
                "'[60] but they will not allow it at all today, she said'; 'but they will not allow it at all today, she said'",
                // times that are wrong for some words only
                "'it was an [0] extraordinary [1000] evening'; it was an extraordinary evening",
                "'[200] 12345678910 [0] and twenty [300] more'; 12345678910 and twenty more",
                "''; ''",
            })
    void keepsWordsThatHaveAudio(String script, String kept) {
        // when
        Transcript transcript = UnspokenText.removeFrom(transcript(script), 0);

        // then
        assertThat(transcript.text()).isEqualTo(kept);
        assertThat(transcript.hadUnspokenText())
                .isEqualTo(!transcript(script).text().equals(kept));
    }

    @Test
    void keepsSettledWords() {
        // given
        Transcript transcript = transcript(
                "That is all. [0] Subtitles by the community of viewers. Subtitles by the community of viewers.");

        // when / then
        assertThat(UnspokenText.removeFrom(transcript, 7).text()).isEqualTo("That is all. Subtitles by the community");
        assertThat(UnspokenText.removeFrom(transcript, 100)).isSameAs(transcript);
    }

    private static Transcript transcript(String script) {
        List<Token> tokens = new ArrayList<>();
        long at = 0;
        long millis = 250;
        for (String word : script.split(" ")) {
            if (word.startsWith("[")) {
                millis = Long.parseLong(word.substring(1, word.length() - 1));
            } else {
                byte[] utf8 = (" " + word).getBytes(StandardCharsets.UTF_8);
                tokens.add(new Token(word.hashCode(), 0, at, at + millis, utf8));
                at += millis;
            }
        }
        return new Transcript(tokens, Transcript.Ending.COMPLETE, "en", 0, 0);
    }
}
