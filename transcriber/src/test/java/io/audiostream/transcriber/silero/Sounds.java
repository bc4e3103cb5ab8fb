package io.audiostream.transcriber.silero;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Sounds with and without speech: samples at 16 kHz, equal at every call. Levels are in dB of full scale. */
public final class Sounds {

    static final int RATE = 16_000;

    /** Notes of C, A minor, F and G, in Hz. */
    private static final double[][] CHORDS = {
        {130.8, 261.6, 329.6, 392.0},
        {110.0, 220.0, 261.6, 329.6},
        {87.3, 174.6, 220.0, 261.6},
        {98.0, 196.0, 246.9, 293.7}
    };

    private Sounds() {}

    static float[] clip(String name) {
        try {
            return AudioDecoder.of(AudioFormat.UNSPECIFIED)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(Path.of("../dev/audio/" + name + ".wav"))));
        } catch (IOException | AudioException e) {
            throw new AssertionError(e);
        }
    }

    public static float[] noise(int seconds, double level) {
        var random = new Random(7);
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextGaussian() * Math.pow(10, level / 20));
        }
        return samples;
    }

    /** Noise that swells and falls every two seconds, as wind does. */
    public static float[] gusts(int seconds) {
        float[] samples = noise(seconds, -20);
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= (float) Math.pow(Math.sin(Math.PI * i / RATE / 2), 2);
        }
        return samples;
    }

    public static float[] hum(int seconds) {
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                samples[i] += (float) (0.1 / harmonic * Math.sin(2 * Math.PI * 50 * harmonic * i / RATE));
            }
        }
        return samples;
    }

    /** A fading chord every half second, with overtones. */
    public static float[] chords(int seconds) {
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            int beat = i / (RATE / 2);
            double since = (i % (RATE / 2)) / (double) RATE;
            for (double note : CHORDS[beat / 4 % CHORDS.length]) {
                for (int overtone = 1; overtone <= 6; overtone++) {
                    samples[i] += (float) (0.06
                            / overtone
                            * Math.exp(-3 * since * overtone)
                            * Math.sin(2 * Math.PI * note * overtone * since));
                }
            }
        }
        return samples;
    }

    /** Short bursts of noise, twice a second. */
    public static float[] drums(int seconds) {
        float[] samples = noise(seconds, -14);
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= (float) Math.exp(-30.0 * (i % (RATE / 2)) / RATE);
        }
        return samples;
    }

    /** Two tones, a second on and two off. */
    public static float[] ringing(int seconds) {
        float[] samples = new float[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            if (i / RATE % 3 == 0) {
                samples[i] = (float)
                        (0.1 * (Math.sin(2 * Math.PI * 440 * i / RATE) + Math.sin(2 * Math.PI * 480 * i / RATE)));
            }
        }
        return samples;
    }

    static float[] mix(float[] a, float[] b) {
        float[] both = a.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] += b[i];
        }
        return both;
    }

    static float[] amplify(float[] samples, double decibels) {
        float[] changed = samples.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] *= (float) Math.pow(10, decibels / 20);
        }
        return changed;
    }

    /** Returns the start of the first 100 ms that are within 20 dB of the loudest. */
    static int firstLoud(float[] samples) {
        int length = RATE / 10;
        double loudest = 0;
        for (int from = 0; from + length <= samples.length; from += length) {
            loudest = Math.max(loudest, energy(samples, from, length));
        }
        for (int from = 0; from + length <= samples.length; from += length / 10) {
            if (energy(samples, from, length) > loudest / 100) {
                return from;
            }
        }
        throw new AssertionError("the samples are silent");
    }

    private static double energy(float[] samples, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += samples[i] * samples[i];
        }
        return sum;
    }
}
