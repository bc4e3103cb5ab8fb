package io.audiostream.client.cli;

import io.audiostream.commandline.ChoiceConverter;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that describe the audio. */
final class AudioArguments {

    /** Encodings by their names on the command line. */
    enum Encoding {
        wav(AudioEncoding.AUDIO_ENCODING_WAV),
        s16le(AudioEncoding.AUDIO_ENCODING_PCM_S16LE),
        f32le(AudioEncoding.AUDIO_ENCODING_PCM_F32LE);

        private final AudioEncoding proto;

        Encoding(AudioEncoding proto) {
            this.proto = proto;
        }
    }

    private static final class EncodingConverter extends ChoiceConverter<Encoding> {
        EncodingConverter() {
            super(Encoding.class);
        }
    }

    @Option(
            names = "--encoding",
            converter = EncodingConverter.class,
            paramLabel = "NAME",
            description = "Encoding of the audio: ${COMPLETION-CANDIDATES} (default: wav if the first bytes are a WAV"
                    + " header, else s16le).")
    private @Nullable Encoding encoding;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Sample rate of raw PCM in Hz, 8000 to 48000 (default: 16000).")
    private int rate;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of raw PCM, 1 or 2 (default: 1).")
    private int channels;

    AudioMetadata metadata() {
        AudioMetadata.Builder metadata =
                AudioMetadata.newBuilder().setSampleRateHertz(rate).setChannels(channels);
        if (encoding != null) {
            metadata.setEncoding(encoding.proto);
        }
        return metadata.build();
    }
}
