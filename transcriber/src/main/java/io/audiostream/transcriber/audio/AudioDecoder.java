package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of one stream to 16 kHz mono samples, -1 to 1. The bytes may be split anywhere; the samples do not
 * depend on it. Not thread-safe.
 */
public final class AudioDecoder {

    private static final float[] NO_SAMPLES = {};

    private final AudioFormat declared;
    /** The bytes so far, until the encoding is detected. */
    private byte[] head = {};

    private boolean detected;
    private @Nullable WavReader wav;
    private @Nullable PcmReader pcm;
    private @Nullable Resampler resampler;

    private AudioDecoder(AudioFormat declared) {
        this.declared = declared;
        if (declared.encoding() != Encoding.AUTO) {
            use(declared.encoding());
        }
    }

    public static AudioDecoder of(AudioFormat format) {
        return new AudioDecoder(format);
    }

    /**
     * Decodes the next bytes, to the end of the buffer.
     *
     * @return the samples that the bytes complete; may be empty
     * @throws AudioException when the bytes are not audio of this format; the decoder must not be used after that
     */
    public float[] decode(ByteBuffer bytes) throws AudioException {
        if (detected) {
            return read(bytes);
        }
        head = append(head, bytes);
        return detect(false);
    }

    /**
     * Returns whether the bytes so far end with a whole sample of every channel. If so, a new decoder may decode what
     * follows.
     */
    public boolean betweenSamples() {
        return pcm == null || pcm.betweenFrames();
    }

    /**
     * Ends the stream.
     *
     * @return the remaining samples
     * @throws AudioException when the audio ends inside a sample or a header
     */
    public float[] finish() throws AudioException {
        float[] samples = detected ? NO_SAMPLES : detect(true);
        if (wav != null) {
            wav.finish();
        }
        if (pcm != null) {
            pcm.finish();
        }
        return resampler == null ? samples : concat(samples, resampler.finish());
    }

    private float[] detect(boolean complete) throws AudioException {
        switch (ContainerSniffer.detect(head, complete)) {
            case ContainerSniffer.Known.UNDECIDED -> {
                return NO_SAMPLES;
            }
            case ContainerSniffer.Known.WAV -> use(Encoding.WAV);
            case ContainerSniffer.Known.RAW -> use(Encoding.PCM_S16LE);
            case ContainerSniffer.Other other ->
                throw AudioException.ofData(
                        "the audio is %s, which this service cannot decode: send WAV, or raw 16-bit or float PCM"
                                .formatted(other.name()));
        }
        var buffered = ByteBuffer.wrap(head);
        head = new byte[0];
        return read(buffered);
    }

    private void use(Encoding encoding) {
        detected = true;
        switch (encoding) {
            case WAV -> wav = new WavReader();
            case PCM_F32LE -> startPcm(SampleType.F32, declared.sampleRateHertz(), declared.channels());
            case PCM_S16LE, AUTO -> startPcm(SampleType.S16, declared.sampleRateHertz(), declared.channels());
        }
    }

    private void startPcm(SampleType type, int rate, int channels) {
        pcm = new PcmReader(type, channels);
        resampler = new Resampler(rate);
    }

    private float[] read(ByteBuffer in) throws AudioException {
        ByteBuffer audio = in;
        if (wav != null) {
            audio = wav.read(in);
            WavFormat format = wav.format();
            if (pcm == null && format != null) {
                startPcm(format.type(), format.sampleRateHertz(), format.channels());
            }
        }
        if (pcm == null || resampler == null) {
            return NO_SAMPLES;
        }
        return resampler.resample(pcm.read(audio));
    }

    private static byte[] append(byte[] bytes, ByteBuffer next) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + next.remaining());
        next.get(all, bytes.length, next.remaining());
        return all;
    }

    private static float[] concat(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
