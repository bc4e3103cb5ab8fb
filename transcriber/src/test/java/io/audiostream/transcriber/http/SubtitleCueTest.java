package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.session.EndReason;
import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubtitleCueTest {

    @Test
    void beginsCueAfterSentence() {
        // when / then
        assertThat(cues(200, "One", "two.", "Three!", "Four"))
                .containsExactly(
                        new SubtitleCue("One two.", 0, 400, 0),
                        new SubtitleCue("Three!", 400, 600, 0),
                        new SubtitleCue("Four", 600, 800, 0));
    }

    @Test
    void keepsCuesShortEnoughToRead() {
        // given
        String[] words = "abcdefghi ".repeat(60).split(" ");

        // when
        List<SubtitleCue> cues = cues(200, words);

        // then
        assertThat(cues)
                .hasSizeGreaterThan(1)
                .allSatisfy(cue -> assertThat(cue.text().length()).isLessThanOrEqualTo(SubtitleCue.MAX_LENGTH));
        assertThat(String.join(" ", cues.stream().map(SubtitleCue::text).toList()))
                .isEqualTo(String.join(" ", words));
    }

    @Test
    void keepsCuesOfSlowSpeechShort() {
        // when / then
        assertThat(cues(3_000, "One", "two", "three", "four"))
                .extracting(SubtitleCue::text)
                .containsExactly("One two", "three four");
    }

    @Test
    void putsNoSpacesBetweenWordsOfScriptWithout() {
        // when / then
        assertThat(cues(200, "你", "好", "世界")).extracting(SubtitleCue::text).containsExactly("你好世界");
    }

    @Test
    void writesTimesOfBothFormats() {
        // given
        var cues = List.of(new SubtitleCue("a <b> & c", 3_723_004, 3_724_050, 0));

        // when / then
        assertThat(Subtitles.srt(cues)).isEqualTo("1\n01:02:03,004 --> 01:02:04,050\na <b> & c\n\n");
        assertThat(Subtitles.vtt(cues)).isEqualTo("WEBVTT\n\n01:02:03.004 --> 01:02:04.050\na &lt;b&gt; &amp; c\n\n");
    }

    private static List<SubtitleCue> cues(long wordMillis, String... texts) {
        List<SpokenWord> words = new ArrayList<>();
        for (String text : texts) {
            long start = words.size() * wordMillis;
            words.add(new SpokenWord(text, start, start + wordMillis, 1));
        }
        Duration end = Duration.ofMillis(texts.length * wordMillis);
        var segment = new SegmentResult(
                0,
                0,
                new SegmentResult.Hypothesis(String.join(" ", texts), 0, words, 1, List.of()),
                new SegmentResult.TimeRange(Duration.ZERO, end),
                new SegmentResult.Language("en", 1),
                EndReason.SILENCE,
                true,
                new SegmentResult.Progress(end, end, 0));
        return SubtitleCue.of(List.of(new RecordingTranscript.Part("", segment)));
    }
}
