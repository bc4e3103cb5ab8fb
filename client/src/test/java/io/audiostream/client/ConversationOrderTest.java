package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationOrderTest {

    private final ConversationOrder order = new ConversationOrder();

    @Test
    void holdsFinalBackWhileAnotherChannelMayHaveAnEarlierOne() {
        // given: the second channel has been speaking since 1 s
        TranscriptionResponse answer = result(1, 3, 1, "Yes.");
        TranscriptionResponse question = result(2, 1, 7, "Is it, after all this time, still there?");

        // when / then
        assertThat(order.add(answer)).isEmpty();
        assertThat(order.add(question)).containsExactly(question, answer);
        assertThat(order.end()).isEmpty();
    }

    @Test
    void returnsTheRestInOrderAtTheEnd() {
        // given
        TranscriptionResponse late = result(1, 9, 2, "late");
        TranscriptionResponse early = result(2, 8, 2, "early");
        order.add(late);
        order.add(early);

        // when
        List<TranscriptionResponse> rest = order.end();

        // then
        assertThat(rest).containsExactly(early, late);
    }

    @Test
    void passesFinalsOfMixedChannels() {
        // given
        TranscriptionResponse mixed = result(0, 3, 0, "Hello.");

        // when / then
        assertThat(order.add(mixed)).containsExactly(mixed);
    }

    private static TranscriptionResponse result(int channel, int start, int committed, String text) {
        return TranscriptionResponse.newBuilder()
                .setText(text)
                .setIsFinal(true)
                .setMetadata(TranscriptionMetadata.newBuilder()
                        .setChannel(channel)
                        .setStartTime(Durations.fromSeconds(start))
                        .setAudioCommitted(Durations.fromSeconds(committed)))
                .build();
    }
}
