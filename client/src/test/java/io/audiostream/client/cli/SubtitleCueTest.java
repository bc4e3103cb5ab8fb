package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SubtitleCueTest {

    @Test
    void endsCueWithSentence() {
        // when / then
        assertThat(SubtitleCue.of(spoken("Hello there. Bye.", "Hello", "there.", "Bye.")))
                .containsExactly(new SubtitleCue("Hello there.", 0, 1900, ""), new SubtitleCue("Bye.", 2000, 2900, ""));
    }

    @Test
    void dividesTextThatIsTooLong() {
        // given
        String[] words = Collections.nCopies(20, "word").toArray(String[]::new);

        // when / then
        assertThat(SubtitleCue.of(spoken(String.join(" ", words), words)))
                .extracting(SubtitleCue::startMillis, SubtitleCue::endMillis)
                .containsExactly(tuple(0L, 6900L), tuple(7000L, 13_900L), tuple(14_000L, 19_900L));
    }

    @Test
    void keepsTextOfLanguageWithoutSpaces() {
        // when / then
        assertThat(SubtitleCue.of(spoken("你好。再见", "你好。", "再见")))
                .extracting(SubtitleCue::text)
                .containsExactly("你好。", "再见");
    }

    @Test
    void takesTimesOfSegmentWithoutWords() {
        // when / then
        assertThat(SubtitleCue.of(spoken("Hello."))).containsExactly(new SubtitleCue("Hello.", 0, 30_000, ""));
        assertThat(SubtitleCue.of(spoken(""))).isEmpty();
    }

    @Test
    void keepsTextThatTheWordsDoNotSpell() {
        // when / then
        assertThat(SubtitleCue.of(spoken("Hello big world", "Hello", "wide")))
                .containsExactly(new SubtitleCue("Hello big world", 0, 30_000, ""));
    }

    /** Each word takes 0.9 s of its second. */
    private static TranscriptionResponse spoken(String text, String... words) {
        TranscriptionMetadata.Builder metadata =
                TranscriptionMetadata.newBuilder().setEndTime(Durations.fromSeconds(30));
        for (int i = 0; i < words.length; i++) {
            metadata.addWords(Word.newBuilder()
                    .setText(words[i])
                    .setStartTime(Durations.fromMillis(i * 1000L))
                    .setEndTime(Durations.fromMillis(i * 1000L + 900)));
        }
        return TranscriptionResponse.newBuilder()
                .setText(text)
                .setIsFinal(true)
                .setMetadata(metadata)
                .build();
    }
}
