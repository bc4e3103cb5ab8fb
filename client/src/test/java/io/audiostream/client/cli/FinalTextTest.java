package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.audiostream.client.Responses;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import org.junit.jupiter.api.Test;

class FinalTextTest {

    @Test
    void printsResultAsLine() {
        // when / then
        assertThat(FinalText.PLAIN.render(Responses.result("Hello."))).isEqualTo("Hello.\n");
    }

    @Test
    void printsNothingForEmptyText() {
        // when / then
        assertThat(FinalText.PLAIN.render(Responses.result(""))).isEmpty();
    }

    @Test
    void printsWordsWithTimesAndConfidence() {
        // given
        TranscriptionResponse result = Responses.result("Hello.").toBuilder()
                .setMetadata(TranscriptionMetadata.newBuilder()
                        .addWords(Word.newBuilder()
                                .setText("Hello.")
                                .setStartTime(Duration.newBuilder().setNanos(250_000_000))
                                .setEndTime(Duration.newBuilder().setSeconds(12))
                                .setConfidence(0.5f)))
                .build();

        // when / then
        assertThat(FinalText.PLAIN.render(result)).isEqualTo("Hello.\n      0.25    12.00  0.50  Hello.\n");
    }

    @Test
    void printsJsonOnOneLine() {
        // when / then
        assertThat(FinalText.JSON.render(Responses.result("say \"hi\"")))
                .isEqualTo("{\"text\":\"say \\\"hi\\\"\",\"isFinal\":true}\n");
    }
}
