package io.audiostream.client.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import java.util.Locale;

/** Formats of a final result. */
enum FinalText {

    /** The text, followed by each word of the result with its times and confidence. Empty if there is no text. */
    PLAIN {
        @Override
        String render(TranscriptionResponse result) {
            if (result.getText().isEmpty()) {
                return "";
            }
            var lines = new StringBuilder();
            // The text of a whole recording with separate channels has a line for each turn.
            result.getText()
                    .lines()
                    .forEach(line -> lines.append(ChannelLabel.before(result))
                            .append(DisplayWidth.printable(line))
                            .append('\n'));
            for (Word word : result.getMetadata().getWordsList()) {
                lines.append(String.format(
                        Locale.ROOT,
                        "  %8.2f %8.2f  %.2f  %s\n",
                        seconds(word.getStartTime()),
                        seconds(word.getEndTime()),
                        word.getConfidence(),
                        DisplayWidth.printable(word.getText())));
            }
            return lines.toString();
        }
    },

    /** The whole result as JSON on one line, in protobuf's JSON mapping. */
    JSON {
        @Override
        String render(TranscriptionResponse result) {
            try {
                return JsonFormat.printer().omittingInsignificantWhitespace().print(result) + "\n";
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("all messages of the contract have a JSON mapping", e);
            }
        }
    };

    private static final double NANOS_PER_SECOND = 1e9;

    /** The lines to print, each with a line feed at its end, or an empty string. */
    abstract String render(TranscriptionResponse result);

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNanos() / NANOS_PER_SECOND;
    }
}
