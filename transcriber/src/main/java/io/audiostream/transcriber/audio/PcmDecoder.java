package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the PCM of one stream to 16 kHz samples, mono or interleaved. The format may change within the stream, except
 * for the number of separate channels. Not thread-safe.
 */
final class PcmDecoder {

    private final AudioFormat declared;
    private final AudioObserver observer;
    private @Nullable PcmReader reader;
    private @Nullable ChannelResampler resampler;
    private List<float[]> output = new ArrayList<>();
    private long reportedInverted;

    /** @param declared what the client says about the channels */
    PcmDecoder(AudioFormat declared, AudioObserver observer) {
        this.declared = declared;
        this.observer = observer;
    }

    /**
     * Decodes bytes of a format, to the end of the buffer. The same format as before continues the audio before.
     *
     * @throws AudioException when the bytes have another number of separate channels than before, or than declared
     */
    void decode(PcmFormat format, ByteBuffer bytes) throws AudioException {
        PcmReader current = reader;
        if (current == null || !current.format().equals(format)) {
            boolean separate = declared.channelMode().isSeparate();
            if (separate) {
                checkChannels(current, format.channels());
            }
            var next = new PcmReader(format, separate);
            startResampler(current, next);
            current = next;
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

    private void checkChannels(@Nullable PcmReader before, int channels) throws AudioException {
        if (before != null && before.channels() != channels) {
            throw AudioException.ofData(
                    "%d channels follow %d: with separate_channels, all files of a stream have as many as the first"
                            .formatted(channels, before.channels()));
        }
        if (declared.channelMode() == ChannelMode.SEPARATE_AS_DECLARED && channels != declared.channels()) {
            throw new AudioException(
                    "metadata.channels",
                    "the audio has %d channels, not the declared %d: declare as many with separate_channels, or none"
                            .formatted(channels, declared.channels()));
        }
    }

    /** Returns the number of channels of the samples; 0 before the first bytes. */
    int channels() {
        return reader == null ? 0 : reader.channels();
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

    /** Returns the samples since the last call, interleaved. */
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

    private void startResampler(@Nullable PcmReader before, PcmReader next) {
        int rateHertz = next.format().sampleRateHertz();
        if (before == null || before.format().sampleRateHertz() != rateHertz) {
            if (resampler != null) {
                output.add(resampler.finish());
            }
            resampler = new ChannelResampler(rateHertz, next.channels());
        }
    }
}
