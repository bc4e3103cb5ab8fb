package io.audiostream.client.cli;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.Task;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that configure a transcription. The service has the defaults and checks the bounds. */
final class SpeechArguments {

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "Language of the speech, such as en or de, or auto to detect it (default: the service's).")
    private @Nullable String language;

    @Option(
            names = "--languages",
            paramLabel = "CODE",
            split = ",",
            description = "Languages to choose from, such as en,de: the service detects each utterance's among these,"
                    + " at most 20 (default: all that the model knows).")
    private List<String> languages = List.of();

    @Option(
            names = "--translate",
            description = "Write English text for speech in any language (default: text in the spoken language).")
    private boolean translate;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Names and terms to expect, or the text before the audio; at most 1000 characters"
                    + " (default: none).")
    private @Nullable String prompt;

    @Option(
            names = "--hotword",
            paramLabel = "TERM",
            description =
                    "Name or term to expect, such as Kubernetes; repeat it for more, at most 100 (default: none).")
    private List<String> hotwords = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Name of the model (default: the one that the service has).")
    private @Nullable String model;

    @Option(
            names = "--silence",
            paramLabel = "DURATION",
            description = "Pause that ends a segment, 100ms to 10s (default: the service's, 700ms).")
    private @Nullable Duration silence;

    @Option(
            names = "--max-segment",
            paramLabel = "DURATION",
            description = "Longest segment, 2s to 28s (default: the service's, 20s).")
    private @Nullable Duration maxSegment;

    @Option(
            names = "--interim-interval",
            paramLabel = "DURATION",
            description = "Audio between two interims, 100ms to 10s (default: the service's, 500ms).")
    private @Nullable Duration interimInterval;

    @Option(names = "--no-interims", description = "Receive finals only (default: also interims).")
    private boolean noInterims;

    @Option(
            names = "--words",
            description = "Also print each word with its start and end in seconds and its confidence, 0 to 1.")
    private boolean words;

    AudioMetadata metadata() {
        AudioMetadata.Builder metadata =
                AudioMetadata.newBuilder().addAllHotwords(hotwords).addAllLanguages(languages);
        if (language != null) {
            metadata.setLanguage(language);
        }
        if (translate) {
            metadata.setTask(Task.TASK_TRANSLATE);
        }
        if (prompt != null) {
            metadata.setPrompt(prompt);
        }
        if (words) {
            metadata.setWordTimestamps(true);
        }
        if (model != null) {
            metadata.setModel(model);
        }
        if (noInterims) {
            metadata.setInterimResults(false);
        }
        if (interimInterval != null) {
            metadata.setInterimInterval(proto(interimInterval));
        }
        if (silence != null) {
            metadata.getEndpointingBuilder().setSilence(proto(silence));
        }
        if (maxSegment != null) {
            metadata.getEndpointingBuilder().setMaxSegment(proto(maxSegment));
        }
        return metadata.build();
    }

    private static com.google.protobuf.Duration proto(Duration duration) {
        return Durations.fromMillis(duration.toMillis());
    }
}
