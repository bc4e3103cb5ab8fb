package io.audiostream.transcriber.audio;

import java.util.stream.Stream;

/** Converts the interleaved samples of one stream to 16 kHz, each channel on its own. Not thread-safe. */
final class ChannelResampler {

    private final Resampler[] channels;

    ChannelResampler(int inputRateHertz, int channels) {
        this.channels = Stream.generate(() -> new Resampler(inputRateHertz))
                .limit(channels)
                .toArray(Resampler[]::new);
    }

    /** Returns the output that whole frames of input complete. The filter needs later input for the rest. */
    float[] resample(float[] input) {
        if (channels.length == 1) {
            return channels[0].resample(input);
        }
        float[][] inputs = Interleaving.split(input, channels.length);
        float[][] outputs = new float[channels.length][];
        for (int channel = 0; channel < channels.length; channel++) {
            outputs[channel] = channels[channel].resample(inputs[channel]);
        }
        return Interleaving.join(outputs);
    }

    /** Ends the stream, with silence after it. Returns the rest of the output. */
    float[] finish() {
        return Interleaving.join(Stream.of(channels).map(Resampler::finish).toArray(float[][]::new));
    }
}
