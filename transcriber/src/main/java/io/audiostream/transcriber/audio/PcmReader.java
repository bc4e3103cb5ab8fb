package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Converts the interleaved PCM of one stream to mono samples at the same rate. The bytes may be split anywhere. Not
 * thread-safe.
 */
final class PcmReader {

    private final PcmFormat format;
    private final Downmixer downmixer;
    private final ByteBuffer incomplete;

    PcmReader(PcmFormat format) {
        this.format = format;
        downmixer = new Downmixer(format.sampleRateHertz());
        incomplete = ByteBuffer.allocate(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    PcmFormat format() {
        return format;
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

    /** Drops the bytes of an incomplete frame. Returns their number. */
    int dropIncomplete() {
        int dropped = incomplete.position();
        incomplete.clear();
        return dropped;
    }

    /** Returns the number of frames so far in which one channel was inverted. */
    long invertedFrames() {
        return downmixer.invertedFrames();
    }

    private float frame(ByteBuffer in) throws AudioException {
        float first = format.type().read(in);
        return switch (format.channels()) {
            case 1 -> first;
            case 2 -> downmixer.mix(first, format.type().read(in));
            default -> mean(first, in);
        };
    }

    /** More than two channels are separate microphones or the speakers of a room: not the two polarities of one. */
    private float mean(float first, ByteBuffer in) throws AudioException {
        float sum = first;
        for (int channel = 1; channel < format.channels(); channel++) {
            sum += format.type().read(in);
        }
        return sum / format.channels();
    }
}
