package io.audiostream.client.cli;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say what the audio is and how it is to be transcribed. What is left out is the service's to decide.
 */
final class AudioArguments {

    /** Names of encodings as people write them. */
    enum Encoding {
        wav(AudioEncoding.AUDIO_ENCODING_WAV),
        s16le(AudioEncoding.AUDIO_ENCODING_PCM_S16LE),
        f32le(AudioEncoding.AUDIO_ENCODING_PCM_F32LE);

        private final AudioEncoding wire;

        Encoding(AudioEncoding wire) {
            this.wire = wire;
        }
    }

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "Language spoken, such as en or de, or auto to detect it.")
    private @Nullable String language;

    @Option(names = "--translate", description = "Write English, whatever is spoken.")
    private boolean translate;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Names and terms to expect, or the text before this; up to 1000 characters.")
    private @Nullable String prompt;

    @Option(
            names = "--words",
            description = "Also list each word with its begin and end in seconds and its confidence.")
    private boolean words;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description =
                    "How to read the audio: ${COMPLETION-CANDIDATES}. Without it the first bytes tell WAV from 16-bit"
                            + " PCM (s16le).")
    private @Nullable Encoding encoding;

    @Option(names = "--rate", paramLabel = "HZ", description = "Sample rate of raw PCM, 8000 to 48000; else 16000.")
    private int rate;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of raw PCM, 1 or 2; else 1.")
    private int channels;

    AudioMetadata metadata() {
        AudioMetadata.Builder metadata =
                AudioMetadata.newBuilder().setSampleRateHertz(rate).setChannels(channels);
        if (encoding != null) {
            metadata.setEncoding(encoding.wire);
        }
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
        return metadata.build();
    }
}
