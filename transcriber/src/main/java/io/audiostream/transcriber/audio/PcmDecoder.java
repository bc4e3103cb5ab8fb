package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the PCM of one stream to 16 kHz mono samples. The format may change within the stream. Not thread-safe. */
final class PcmDecoder {

    private final AudioObserver observer;
    private @Nullable PcmReader reader;
    private @Nullable Resampler resampler;
    private List<float[]> output = new ArrayList<>();
    private long reportedInverted;

    PcmDecoder(AudioObserver observer) {
        this.observer = observer;
    }

    /** Decodes bytes of a format, to the end of the buffer. The same format as before continues the audio before. */
    void decode(PcmFormat format, ByteBuffer bytes) throws AudioException {
        PcmReader current = reader;
        if (current == null || !current.format().equals(format)) {
            startResampler(current, format.sampleRateHertz());
            current = new PcmReader(format);
            reader = current;
            reportedInverted = 0;
        }
        float[] samples = current.read(bytes);
        if (resampler != null) {
            output.add(resampler.resample(samples));
        }
        long inverted = current.invertedFrames() - reportedInverted;
        if (inverted > 0) {
            reportedInverted += inverted;
            observer.outOfPhase(inverted / (double) format.sampleRateHertz());
        }
    }

    /** Returns whether there were bytes to decode. */
    boolean started() {
        return reader != null;
    }

    /** Returns whether the bytes so far end with a whole sample of every channel. */
    boolean betweenFrames() {
        return reader == null || reader.betweenFrames();
    }

    /** Drops an incomplete sample. */
    void dropIncomplete() {
        int dropped = reader == null ? 0 : reader.dropIncomplete();
        if (dropped > 0) {
            observer.dropped(DropReason.INCOMPLETE_SAMPLE, dropped);
        }
    }

    /** Ends the stream. */
    void finish() {
        dropIncomplete();
        if (resampler != null) {
            output.add(resampler.finish());
        }
    }

    /** Returns whether there are samples to take. */
    boolean hasSamples() {
        return output.stream().anyMatch(samples -> samples.length > 0);
    }

    /** Returns the samples since the last call. */
    float[] takeSamples() {
        float[] all =
                new float[output.stream().mapToInt(samples -> samples.length).sum()];
        int at = 0;
        for (float[] samples : output) {
            System.arraycopy(samples, 0, all, at, samples.length);
            at += samples.length;
        }
        output = new ArrayList<>();
        return all;
    }

    private void startResampler(@Nullable PcmReader before, int rateHertz) {
        if (before == null || before.format().sampleRateHertz() != rateHertz) {
            if (resampler != null) {
                output.add(resampler.finish());
            }
            resampler = new Resampler(rateHertz);
        }
    }
}
