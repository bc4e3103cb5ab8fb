package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Converts the interleaved PCM of one stream to mono samples, the mean of the channels, at the same rate. The bytes may
 * be split anywhere. Not thread-safe.
 */
final class PcmReader {

    private final SampleType type;
    private final int channels;
    private final ByteBuffer incomplete;

    PcmReader(SampleType type, int channels) {
        this.type = type;
        this.channels = channels;
        incomplete = ByteBuffer.allocate(type.bytes() * channels).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads {@code in} to its end.
     *
     * @return a sample, -1 to 1, for each frame that the bytes complete
     * @throws AudioException when a sample is not a finite number
     */
    float[] read(ByteBuffer in) throws AudioException {
        int frameBytes = incomplete.capacity();
        float[] samples = new float[(incomplete.position() + in.remaining()) / frameBytes];
        int n = 0;
        while (incomplete.position() > 0 && in.hasRemaining()) {
            incomplete.put(in.get());
            if (!incomplete.hasRemaining()) {
                samples[n++] = frame(incomplete.flip());
                incomplete.clear();
            }
        }
        ByteBuffer frames = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (frames.remaining() >= frameBytes) {
            samples[n++] = frame(frames);
        }
        incomplete.put(frames);
        in.position(in.limit());
        return samples;
    }

    /** Returns whether the bytes so far end with a whole frame. */
    boolean betweenFrames() {
        return incomplete.position() == 0;
    }

    /** @throws AudioException when the audio ends inside a frame */
    void finish() throws AudioException {
        if (incomplete.position() > 0) {
            throw AudioException.ofData(
                    "the audio ends in the middle of a sample: %d bytes are left of the %d that one takes"
                            .formatted(incomplete.position(), incomplete.capacity()));
        }
    }

    private float frame(ByteBuffer in) throws AudioException {
        float sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += type.read(in);
        }
        return sum / channels;
    }
}
