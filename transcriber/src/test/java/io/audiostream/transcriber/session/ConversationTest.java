package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.RecordingTranscript.Part;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of a recording whose channels are transcribed separately. */
class ConversationTest {

    private final RecordingTranscript transcript = new RecordingTranscript();

    @Test
    void hasLineForEachTurn() {
        // when
        transcript.add(segment(1, 0, 2, "Hello.", 2));
        transcript.add(segment(2, 3, 4, "Good morning.", 4));
        transcript.add(segment(2, 5, 6, "How can I help?", 6));
        transcript.add(segment(1, 7, 9, "It rains.", 9));
        SegmentResult whole = transcript.result(progress(9));

        // then
        assertThat(whole.text()).isEqualTo("""
                Channel 1: Hello.
                Channel 2: Good morning. How can I help?
                Channel 1: It rains.""");
        assertThat(whole.channel()).isZero();
    }

    @Test
    void isInOrderOfStartThoughFinalsAreNot() {
        // when: the second channel is still open at 1 s when the first has its final
        List<Part> early = transcript.add(segment(1, 3, 4, "third", 1));
        List<Part> later = transcript.add(segment(2, 1, 6, "second", 5));
        transcript.add(segment(1, 7, 8, "fourth", 5));

        // then
        assertThat(early).isEmpty();
        assertThat(later).extracting(Part::text).containsExactly("Channel 2: second", "\nChannel 1: third");
        assertThat(transcript.finish()).extracting(Part::text).containsExactly(" fourth");
        SegmentResult whole = transcript.result(progress(8));
        assertThat(whole.text()).isEqualTo("Channel 2: second\nChannel 1: third fourth");
        assertThat(whole.time().start()).isEqualTo(Duration.ofSeconds(1));
        assertThat(whole.time().end()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void endsWithLatestTurn() {
        // when: the first turn outlasts the second
        transcript.add(segment(1, 0, 9, "long", 0));
        transcript.add(segment(2, 3, 4, "short", 0));

        // then
        assertThat(transcript.result(progress(9)).time().end()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void joinsMixedFinalsAtOnce() {
        // when
        List<Part> added = transcript.add(segment(0, 0, 2, "Hello.", 0));

        // then
        assertThat(added).extracting(Part::text).containsExactly("Hello.");
        assertThat(transcript.text()).isEqualTo("Hello.");
    }

    private static SegmentResult segment(int channel, int start, int end, String text, int committed) {
        return new SegmentResult(
                0,
                channel,
                new SegmentResult.Hypothesis(text, 0, List.of(), 0.9, List.of()),
                new SegmentResult.TimeRange(Duration.ofSeconds(start), Duration.ofSeconds(end)),
                new SegmentResult.Language("en", 0),
                EndReason.SILENCE,
                true,
                progress(committed));
    }

    private static SegmentResult.Progress progress(int committed) {
        return new SegmentResult.Progress(Duration.ofSeconds(10), Duration.ofSeconds(committed), 0);
    }
}
