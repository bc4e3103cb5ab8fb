package io.audiostream.client.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a transcript as one JSON document on one line, with times in seconds. */
final class JsonWriter implements TranscriptWriter {

    private final String inputName;
    private final List<TranscriptionResponse> finals = new ArrayList<>();

    JsonWriter(String inputName) {
        this.inputName = inputName;
    }

    @Override
    public String add(TranscriptionResponse result) {
        finals.add(result);
        return "";
    }

    @Override
    public String end() {
        Struct.Builder document = Struct.newBuilder()
                .putFields("file", text(inputName))
                .putFields(
                        "text",
                        text(finals.stream()
                                .filter(result -> !result.getText().isEmpty())
                                .map(result -> ChannelLabel.before(result) + result.getText())
                                .collect(Collectors.joining(separate() ? "\n" : " "))));
        finals.stream()
                .map(result -> result.getMetadata().getLanguage())
                .filter(language -> !language.isEmpty())
                .findFirst()
                .ifPresent(language -> document.putFields("language", text(language)));
        document.putFields(
                "segments",
                list(finals.stream()
                        .filter(result -> !result.getText().isEmpty())
                        .map(JsonWriter::segment)
                        .toList()));
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(document) + "\n";
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a Struct of finite numbers has a JSON mapping", e);
        }
    }

    private boolean separate() {
        return finals.stream().anyMatch(result -> result.getMetadata().getChannel() > 0);
    }

    private static Value segment(TranscriptionResponse result) {
        Struct.Builder segment = Struct.newBuilder()
                .putFields("start", seconds(result.getMetadata().getStartTime()))
                .putFields("end", seconds(result.getMetadata().getEndTime()))
                .putFields("text", text(result.getText()))
                .putFields("confidence", number(result.getConfidence()));
        if (result.getMetadata().getChannel() > 0) {
            segment.putFields("channel", number(result.getMetadata().getChannel()));
        }
        if (result.getMetadata().getWordsCount() > 0) {
            segment.putFields(
                    "words",
                    list(result.getMetadata().getWordsList().stream()
                            .map(JsonWriter::word)
                            .toList()));
        }
        return Value.newBuilder().setStructValue(segment).build();
    }

    private static Value word(Word word) {
        Struct.Builder fields = Struct.newBuilder()
                .putFields("word", text(word.getText()))
                .putFields("start", seconds(word.getStartTime()))
                .putFields("end", seconds(word.getEndTime()))
                .putFields("confidence", number(word.getConfidence()));
        if (word.getChannel() > 0) {
            fields.putFields("channel", number(word.getChannel()));
        }
        return Value.newBuilder().setStructValue(fields).build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value seconds(com.google.protobuf.Duration time) {
        return Value.newBuilder().setNumberValue(Durations.toMillis(time) / 1e3).build();
    }

    /** Rounds, because a float as a double has digits that mean nothing. */
    private static Value number(float share) {
        return Value.newBuilder().setNumberValue(Math.round(share * 1e4) / 1e4).build();
    }

    private static Value list(List<Value> values) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(values))
                .build();
    }
}
