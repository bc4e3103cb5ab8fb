package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads interleaved PCM into mono samples at its own rate. Bytes may be cut anywhere. One stream, one thread. */
final class PcmReader {

    private final SampleType type;
    private final int channels;
    private final ByteBuffer cut;

    PcmReader(SampleType type, int channels) {
        this.type = type;
        this.channels = channels;
        cut = ByteBuffer.allocate(type.bytes() * channels).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All whole frames of {@code in}, which is read to its end. */
    float[] read(ByteBuffer in) throws AudioException {
        int frameBytes = cut.capacity();
        float[] samples = new float[(cut.position() + in.remaining()) / frameBytes];
        int n = 0;
        while (cut.position() > 0 && in.hasRemaining()) {
            cut.put(in.get());
            if (!cut.hasRemaining()) {
                samples[n++] = frame(cut.flip());
                cut.clear();
            }
        }
        ByteBuffer frames = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (frames.remaining() >= frameBytes) {
            samples[n++] = frame(frames);
        }
        cut.put(frames);
        in.position(in.limit());
        return samples;
    }

    /** Whether all bytes so far were those of whole frames. */
    boolean betweenFrames() {
        return cut.position() == 0;
    }

    /** @throws AudioException when the audio ended within a frame */
    void finish() throws AudioException {
        if (cut.position() > 0) {
            throw AudioException.ofData(
                    "the audio ends in the middle of a sample: %d bytes are left of the %d that one takes"
                            .formatted(cut.position(), cut.capacity()));
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
