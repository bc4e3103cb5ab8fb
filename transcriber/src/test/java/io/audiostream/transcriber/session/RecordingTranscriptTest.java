package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.Token;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTranscriptTest {

    private final RecordingTranscript transcript = new RecordingTranscript();

    /** A segment that is too long ends between two tokens of a text, which may have no space there. */
    @ParameterizedTest
    @CsvSource({
        "MAX_SEGMENT, 2, ' Hello,', ' world.', 'Hello, world.'",
        "MAX_SEGMENT, 2, ' Hello ', world., 'Hello world.'",
        "MAX_SEGMENT, 2, ' 1-2|-3', -4-5, 1-2-3-4-5",
        "MAX_SEGMENT, 2, ' 1234', 5678, 12345678",
        "MAX_SEGMENT, 2, สวัส|ดี, ครับ, สวัสดีครับ",
        "MAX_SEGMENT, 3, สวัสดี, ครับ, 'สวัสดี ครับ'",
        "SILENCE, 2, สวัสดี, ครับ, 'สวัสดี ครับ'",
        "SILENCE, 2, ' 1234', 5678, '1234 5678'",
    })
    void joinsSegmentsOfUtteranceAsModelWroteThem(
            EndReason reason, int nextSeconds, String first, String next, String expected) {
        // when
        transcript.add(segment(first, 0, reason));
        String settled = transcript.settledText(segment(next, nextSeconds, null));
        transcript.add(segment(next, nextSeconds, EndReason.END_OF_AUDIO));

        // then
        assertThat(transcript.text()).isEqualTo(expected);
        assertThat(settled).isEqualTo(expected);
    }

    /** Makes a segment of two seconds. */
    private static SegmentResult segment(String pieces, int startSeconds, EndReason reason) {
        List<Token> tokens = Arrays.stream(pieces.split("\\|"))
                .map(piece -> ScriptedEngine.token(piece, 0, 0))
                .toList();
        Duration start = Duration.ofSeconds(startSeconds);
        return new SegmentResult(
                0,
                0,
                SegmentText.ofFinal(tokens).hypothesis(false, 0, 0, 0),
                new SegmentResult.TimeRange(start, start.plusSeconds(2)),
                SegmentResult.Language.UNKNOWN,
                reason,
                reason == EndReason.SILENCE,
                new SegmentResult.Progress(Duration.ZERO, Duration.ZERO, 0));
    }
}
