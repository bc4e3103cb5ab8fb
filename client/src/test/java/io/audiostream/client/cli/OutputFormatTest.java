package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutputFormatTest {

    @Test
    void numbersCuesOfSubRip() {
        // when / then
        assertThat(written(OutputFormat.srt, result("One.", 1), result("", 2), result("Two.", 3_661)))
                .isEqualTo("1\n00:00:01,000 --> 00:00:01,500\nOne.\n\n2\n01:01:01,000 --> 01:01:01,500\nTwo.\n\n");
    }

    @Test
    void escapesMarkupOfWebVtt() {
        // when / then
        assertThat(written(OutputFormat.vtt, result("a<b & c", 1)))
                .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:01.500\na&lt;b &amp; c\n\n");
        assertThat(written(OutputFormat.vtt)).isEqualTo("WEBVTT\n\n");
    }

    @Test
    void writesOneJsonDocument() {
        // when / then
        assertThat(written(OutputFormat.json, result("One.", 1), result("Two.", 3)))
                .isEqualTo("{\"file\":\"talk.wav\",\"text\":\"One. Two.\",\"language\":\"en\",\"segments\":["
                        + "{\"start\":1.0,\"end\":1.5,\"text\":\"One.\",\"confidence\":0.9},"
                        + "{\"start\":3.0,\"end\":3.5,\"text\":\"Two.\",\"confidence\":0.9}]}\n");
    }

    @Test
    void namesChannelsInEveryFormat() {
        // given
        TranscriptionResponse agent = inChannel(1, result("Hello.", 1));
        TranscriptionResponse customer = inChannel(2, result("Hi.", 2));

        // when / then
        assertThat(written(OutputFormat.txt, agent, customer)).isEqualTo("Channel 1: Hello.\nChannel 2: Hi.\n");
        assertThat(written(OutputFormat.srt, agent, customer))
                .contains("\nChannel 1: Hello.\n")
                .contains("\nChannel 2: Hi.\n");
        assertThat(written(OutputFormat.vtt, agent, customer))
                .contains("\n<v Channel 1>Hello.\n")
                .contains("\n<v Channel 2>Hi.\n");
        assertThat(written(OutputFormat.json, agent, customer))
                .contains("\"text\":\"Channel 1: Hello.\\nChannel 2: Hi.\"")
                .contains("\"text\":\"Hi.\",\"confidence\":0.9,\"channel\":2.0}");
    }

    /** The cues of a long final lie around those of another channel. */
    @Test
    void ordersCuesOfChannelsByTheirStart() {
        // given
        TranscriptionResponse.Builder agent = inChannel(1, result("", 0)).toBuilder();
        for (int i = 0; i < 20; i++) {
            agent.getMetadataBuilder()
                    .addWordsBuilder()
                    .setText("word" + i)
                    .setStartTime(Durations.fromSeconds(i))
                    .setEndTime(Durations.fromSeconds(i + 1));
        }
        agent.setText(agent.getMetadata().getWordsList().stream()
                        .map(Word::getText)
                        .collect(Collectors.joining(" ")))
                .getMetadataBuilder()
                .setEndTime(Durations.fromSeconds(20));
        TranscriptionResponse customer = inChannel(2, result("Yes.", 3));

        // when
        String text = written(OutputFormat.vtt, agent.build(), customer);

        // then
        List<String> starts = text.lines()
                .filter(line -> line.contains(" --> "))
                .map(line -> line.substring(0, 12))
                .toList();
        assertThat(starts).hasSizeGreaterThanOrEqualTo(3).isSorted().contains("00:00:03.000");
        assertThat(text).startsWith("WEBVTT\n\n").containsOnlyOnce("WEBVTT");
    }

    private static TranscriptionResponse inChannel(int channel, TranscriptionResponse result) {
        TranscriptionResponse.Builder builder = result.toBuilder();
        builder.getMetadataBuilder().setChannel(channel);
        return builder.build();
    }

    private static String written(OutputFormat format, TranscriptionResponse... finals) {
        TranscriptWriter writer = format.writer("talk.wav");
        var text = new StringBuilder();
        for (TranscriptionResponse result : finals) {
            text.append(writer.add(result));
        }
        return text.append(writer.end()).toString();
    }

    private static TranscriptionResponse result(String text, int second) {
        return TranscriptionResponse.newBuilder()
                .setText(text)
                .setConfidence(0.9f)
                .setMetadata(TranscriptionMetadata.newBuilder()
                        .setLanguage("en")
                        .setStartTime(Durations.fromSeconds(second))
                        .setEndTime(Durations.fromMillis(second * 1000L + 500)))
                .build();
    }
}
