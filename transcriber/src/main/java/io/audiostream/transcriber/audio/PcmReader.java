package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Converts the interleaved PCM of one stream to samples at the same rate, which it mixes to mono unless the channels
 * remain separate. The bytes may be split anywhere. Not thread-safe.
 */
final class PcmReader {

    private final PcmFormat format;
    private final int outputs;
    private final Downmixer downmixer;
    private final ByteBuffer incomplete;

    /** @param separate whether the channels remain separate */
    PcmReader(PcmFormat format, boolean separate) {
        this.format = format;
        outputs = separate ? format.channels() : 1;
        downmixer = new Downmixer(format.sampleRateHertz());
        incomplete = ByteBuffer.allocate(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    PcmFormat format() {
        return format;
    }

    /** Returns the number of samples of a frame that {@link #read} returns. */
    int channels() {
        return outputs;
    }

    /**
     * Reads {@code in} to its end.
     *
     * @return for each frame that the bytes complete, a sample, -1 to 1, or one of each separate channel
     * @throws AudioException when a sample is not a finite number
     */
    float[] read(ByteBuffer in) throws AudioException {
        int frameBytes = incomplete.capacity();
        float[] samples = new float[(incomplete.position() + in.remaining()) / frameBytes * outputs];
        int n = 0;
        while (incomplete.position() > 0 && in.hasRemaining()) {
            incomplete.put(in.get());
            if (!incomplete.hasRemaining()) {
                n = frame(incomplete.flip(), samples, n);
                incomplete.clear();
            }
        }
        ByteBuffer frames = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (frames.remaining() >= frameBytes) {
            n = frame(frames, samples, n);
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

    /** Reads a frame. Returns the index after its samples. */
    private int frame(ByteBuffer in, float[] samples, int at) throws AudioException {
        if (outputs == 1) {
            samples[at] = mixed(in);
            return at + 1;
        }
        for (int channel = 0; channel < outputs; channel++) {
            samples[at + channel] = format.type().read(in);
        }
        return at + outputs;
    }

    private float mixed(ByteBuffer in) throws AudioException {
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
