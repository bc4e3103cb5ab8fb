package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(RepetitionFilter.collapseRepeats(spoken)).isSameAs(spoken);
    }

    @Test
    void removesRepeatsThatTookNoTime() {
        // given: three spoken, and a hundred in no time
        List<Token> tokens = new ArrayList<>(repeated(3, 400));
        for (int i = 0; i < 100; i++) {
            tokens.add(new Token(7, 0, 1_200, 1_200, " no".getBytes(StandardCharsets.UTF_8)));
        }

        // when / then
        assertThat(RepetitionFilter.collapseRepeats(transcript(tokens)).text()).isEqualTo("no no no");
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

    @Test
    void prefersCompleteTextToLoop() {
        // given
        Transcript loop = new Transcript(repeated(3, 100), Transcript.Ending.LOOP, "en", 0, 0);
        Transcript complete = new Transcript(
                List.of(new Token(1, Math.log(0.2), 0, 100, new byte[] {'a'})), Transcript.Ending.COMPLETE, "en", 0, 0);

        // when / then
        assertThat(RepetitionFilter.better(loop, complete)).isSameAs(complete);
        assertThat(RepetitionFilter.better(complete, loop)).isSameAs(complete);
    }

    @Test
    void doubtsSpeechOnlyWithLowConfidence() {
        // given
        List<Token> unsure = List.of(new Token(1, Math.log(0.2), 0, 100, new byte[] {'a'}));
        List<Token> sure = List.of(new Token(1, Math.log(0.9), 0, 100, new byte[] {'a'}));

        // when / then
        assertThat(RepetitionFilter.doubtsSpeech(new Transcript(unsure, Transcript.Ending.COMPLETE, "en", 0, 0.9)))
                .isTrue();
        assertThat(RepetitionFilter.doubtsSpeech(new Transcript(sure, Transcript.Ending.COMPLETE, "en", 0, 0.9)))
                .isFalse();
        assertThat(RepetitionFilter.doubtsSpeech(new Transcript(unsure, Transcript.Ending.COMPLETE, "en", 0, 0.1)))
                .isFalse();
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
