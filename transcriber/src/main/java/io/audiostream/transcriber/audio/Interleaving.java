package io.audiostream.transcriber.audio;

/** Splits and joins the samples of several channels. A frame has one sample of each. */
public final class Interleaving {

    private Interleaving() {}

    /**
     * Returns the samples of each channel.
     *
     * @param samples whole frames
     * @param channels at least 1
     */
    public static float[][] split(float[] samples, int channels) {
        if (channels == 1) {
            return new float[][] {samples};
        }
        float[][] split = new float[channels][samples.length / channels];
        for (int i = 0; i < samples.length; i++) {
            split[i % channels][i / channels] = samples[i];
        }
        return split;
    }

    /** Returns the frames of channels of the same length. */
    static float[] join(float[][] channels) {
        if (channels.length == 1) {
            return channels[0];
        }
        float[] samples = new float[channels.length * channels[0].length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = channels[i % channels.length][i / channels.length];
        }
        return samples;
    }
}
