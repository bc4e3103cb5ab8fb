package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.grpc.WaysIn.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two speakers in two channels, who speak at once and in turn: live, whole and over HTTP, each channel has the words
 * that it has as a recording of its own.
 */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpeakersContract {

    private static final double SECONDS = 17;
    private static final WordsInput FIRST = speaker(Recording.JFK.within(SECONDS, 0));

    /** Counts while the first speaker speaks, and again afterwards. */
    private static final WordsInput SECOND =
            speaker(Recording.COUNTING.then(Recording.COUNTING, 7.5, 0).within(SECONDS, 2));

    private static final WordsInput BOTH = speaker(FIRST.recording().beside(SECOND.recording()));

    private RealServer server;
    private WaysIn ways;

    abstract RealServer start() throws IOException;

    /** Returns the audio between two interims of a live stream. */
    abstract Duration interimInterval();

    @BeforeAll
    void streamInputs() throws IOException {
        server = start();
        ways = new WaysIn(server, List.of(FIRST, SECOND, BOTH), _ -> interimInterval());
    }

    @AfterAll
    void close() throws InterruptedException {
        ways.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UPLOAD")
    void givesFirstChannelItsOwnWords(Way way) {
        // when
        String text = channel(1, way);

        // then
        assertWordsOf(FIRST, way, text);
        assertThat(WordErrors.words(text)).doesNotContainAnyElementsOf(WordErrors.words(ways.text(SECOND, way)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UPLOAD")
    void givesSecondChannelItsOwnWords(Way way) {
        // when
        String text = channel(2, way);

        // then
        assertWordsOf(SECOND, way, text);
        assertThat(WordErrors.words(text)).doesNotContainAnyElementsOf(WordErrors.words(ways.text(FIRST, way)));
    }

    private void assertWordsOf(WordsInput speaker, Way way, String text) {
        assertThat(WordErrors.words(text)).isEqualTo(WordErrors.words(ways.text(speaker, way)));
        assertThat(WordErrors.count(speaker.recording().text(), text))
                .as(text)
                .isLessThanOrEqualTo(speaker.maxErrors());
    }

    /** Returns the text of a channel: of its finals, or of its lines in a conversation. */
    private String channel(int number, Way way) {
        if (way == Way.LIVE) {
            return ways.live(BOTH).finals().stream()
                    .filter(response -> response.getMetadata().getChannel() == number)
                    .map(TranscriptionResponse::getText)
                    .collect(Collectors.joining(" "));
        }
        String prefix = "Channel " + number + ": ";
        return ways.text(BOTH, way)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .collect(Collectors.joining(" "));
    }

    private static WordsInput speaker(Recording recording) {
        return new WordsInput(recording.text(), recording, Duration.ZERO, 2, List.of());
    }
}
