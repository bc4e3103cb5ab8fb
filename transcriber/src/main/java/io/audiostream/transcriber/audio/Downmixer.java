package io.audiostream.transcriber.audio;

/**
 * Mixes two channels to one: their mean. Channels that would cancel each other, because one was recorded with inverted
 * polarity, are mixed as half of their difference instead. Not thread-safe.
 *
 * <p>The decision depends on the correlation of the channels over about the last {@value #WINDOW_SECONDS} s: 1 for
 * equal channels, 0 for different speakers or a silent channel, -1 for inverted ones. Below {@value #INVERT_BELOW} the
 * second channel is inverted, above {@value #RESTORE_ABOVE} it is no longer. Between them the decision stands. A change
 * fades over {@value #FADE_SECONDS} s, so that it makes no click. Channels with different content lose nothing either
 * way.
 */
final class Downmixer {

    private static final double WINDOW_SECONDS = 0.1;
    private static final double FADE_SECONDS = 0.01;
    private static final double INVERT_BELOW = -0.5;
    private static final double RESTORE_ABOVE = 0.5;

    /** Power of digital silence. Sums below it are reset, because arithmetic with denormal numbers is slow. */
    private static final double NEGLIGIBLE_POWER = 1e-20;

    private final double decay;
    private final double fadeStep;
    private double product;
    private double power;
    private boolean inverted;
    private double polarity = 1;
    private long invertedFrames;

    /** @param rateHertz frames per second */
    Downmixer(int rateHertz) {
        decay = 1 - 1 / (WINDOW_SECONDS * rateHertz);
        fadeStep = 2 / (FADE_SECONDS * rateHertz);
    }

    /** Mixes the samples of the next frame. */
    float mix(float first, float second) {
        boolean afterSilence = power < NEGLIGIBLE_POWER;
        if (afterSilence) {
            product = 0;
            power = 0;
        }
        product = decay * product + 2.0 * first * second;
        power = decay * power + (double) first * first + (double) second * second;
        if (product < INVERT_BELOW * power) {
            inverted = true;
        } else if (product > RESTORE_ABOVE * power) {
            inverted = false;
        }
        double target = inverted ? -1 : 1;
        // After silence there is nothing to fade from.
        polarity = afterSilence ? target : Math.clamp(target, polarity - fadeStep, polarity + fadeStep);
        invertedFrames += inverted ? 1 : 0;
        return (float) ((first + polarity * second) / 2);
    }

    /** Returns the number of frames so far whose second channel was inverted. */
    long invertedFrames() {
        return invertedFrames;
    }
}
