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
        s24le(AudioEncoding.AUDIO_ENCODING_PCM_S24LE),
        s32le(AudioEncoding.AUDIO_ENCODING_PCM_S32LE),
        f32le(AudioEncoding.AUDIO_ENCODING_PCM_F32LE),
        mulaw(AudioEncoding.AUDIO_ENCODING_MULAW),
        alaw(AudioEncoding.AUDIO_ENCODING_ALAW);

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
            description = "Encoding of the audio: ${COMPLETION-CANDIDATES} (default: the format that the first bytes"
                    + " tell, such as WAV or MP3, else s16le).")
    private @Nullable Encoding encoding;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            description = "Sample rate of raw audio in Hz, 8000 to 192000 (default: 8000 for mulaw and alaw, else"
                    + " 16000).")
    private int rate;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of raw audio, 1 to 8 (default: 1).")
    private int channels;

    @Option(
            names = "--separate-channels",
            description = "Transcribe each channel separately, such as the two sides of a telephone call, and print the"
                    + " channel of each text (default: mix the channels).")
    private boolean separateChannels;

    AudioMetadata metadata() {
        AudioMetadata.Builder metadata =
                AudioMetadata.newBuilder().setSampleRateHertz(rate).setChannels(channels);
        if (encoding != null) {
            metadata.setEncoding(encoding.proto);
        }
        if (separateChannels) {
            metadata.setSeparateChannels(true);
        }
        return metadata.build();
    }
}
