package io.audiostream.client.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param connect time to open a TCP connection
 * @param roundTrip median time of a health check
 * @param speech the transcription of a short recording; empty if it was not asked for
 */
record ProbeReport(String endpoint, boolean serving, Duration connect, Duration roundTrip, Optional<Speech> speech) {

    /**
     * The transcription of a short recording that is sent at the pace of speech.
     *
     * @param firstInterim time from the beginning of the audio to the first text; null if no interim came
     * @param lastFinal time from the end of the audio to the last final
     */
    record Speech(
            String model,
            String language,
            String text,
            @Nullable Duration firstInterim,
            Duration lastFinal) {}

    String asText() {
        var text = new StringBuilder();
        line(text, "endpoint", endpoint);
        line(text, "health", serving ? "serving" : "not serving: it loads its model or drains");
        line(text, "connect", millis(connect) + " ms");
        line(text, "round trip", millis(roundTrip) + " ms, median of health checks");
        speech.ifPresent(result -> {
            line(text, "model", result.model());
            line(text, "language", result.language());
            line(text, "text", result.text());
            line(
                    text,
                    "first text",
                    result.firstInterim() == null
                            ? "no interim"
                            : millis(result.firstInterim()) + " ms after the speech began");
            line(text, "last final", millis(result.lastFinal()) + " ms after the speech ended");
        });
        return text.toString();
    }

    String asJson() {
        Struct.Builder json = Struct.newBuilder()
                .putFields("endpoint", text(endpoint))
                .putFields("serving", Value.newBuilder().setBoolValue(serving).build())
                .putFields("connectMillis", number(connect))
                .putFields("roundTripMillis", number(roundTrip));
        speech.ifPresent(result -> {
            json.putFields("model", text(result.model()))
                    .putFields("language", text(result.language()))
                    .putFields("text", text(result.text()))
                    .putFields("lastFinalMillis", number(result.lastFinal()));
            if (result.firstInterim() != null) {
                json.putFields("firstInterimMillis", number(result.firstInterim()));
            }
        });
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(json) + "\n";
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a Struct of finite numbers has a JSON mapping", e);
        }
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append("%-11s %s\n".formatted(name, DisplayWidth.printable(value.isEmpty() ? "-" : value)));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(Duration time) {
        return Value.newBuilder().setNumberValue(millis(time)).build();
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e5) / 10.0;
    }
}
