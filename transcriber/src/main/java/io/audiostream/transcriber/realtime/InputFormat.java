package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats of the audio that clients append. All have one channel. */
enum InputFormat {
    PCM("pcm16", "audio/pcm", Encoding.PCM_S16LE, 24_000, 2),
    MULAW("g711_ulaw", "audio/pcmu", Encoding.MULAW, 8_000, 1),
    ALAW("g711_alaw", "audio/pcma", Encoding.ALAW, 8_000, 1);

    private final String betaName;
    private final String type;
    private final AudioFormat format;
    private final int bytesPerSample;

    InputFormat(String betaName, String type, Encoding encoding, int rateHertz, int bytesPerSample) {
        this.betaName = betaName;
        this.type = type;
        this.bytesPerSample = bytesPerSample;
        format = new AudioFormat(encoding, rateHertz, 1);
    }

    /** Returns the format that the beta version of the protocol names so. */
    static Optional<InputFormat> ofBetaName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.betaName.equals(name))
                .findFirst();
    }

    /** Returns the format with a media type. */
    static Optional<InputFormat> ofType(String type) {
        return Arrays.stream(values())
                .filter(format -> format.type.equals(type))
                .findFirst();
    }

    static String betaNames() {
        return Arrays.stream(values()).map(format -> format.betaName).collect(Collectors.joining(", "));
    }

    static String types() {
        return Arrays.stream(values()).map(format -> format.type).collect(Collectors.joining(", "));
    }

    String betaName() {
        return betaName;
    }

    String type() {
        return type;
    }

    AudioFormat format() {
        return format;
    }

    int rateHertz() {
        return format.sampleRateHertz();
    }

    int bytesPerSample() {
        return bytesPerSample;
    }
}
