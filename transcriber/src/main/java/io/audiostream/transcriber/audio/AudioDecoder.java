package io.audiostream.transcriber.audio;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one stream into 16 kHz mono samples, -1 to 1. The bytes may be cut anywhere, and however they are
 * cut the samples are the same. Not thread-safe.
 */
public final class AudioDecoder {

    private static final float[] NONE = {};

    private final AudioFormat declared;
    private byte[] first = {};
    private boolean decided;
    private @Nullable WavReader wav;
    private @Nullable PcmReader pcm;
    private @Nullable Resampler resampler;

    private AudioDecoder(AudioFormat declared) {
        this.declared = declared;
        if (declared.encoding() != Encoding.AUTO) {
            decide(declared.encoding());
        }
    }

    public static AudioDecoder of(AudioFormat format) {
        return new AudioDecoder(format);
    }

    /**
     * Takes the next bytes, to the end of the buffer.
     *
     * @return the samples that they complete; may be none
     * @throws AudioException when they can't be audio of this format; the decoder is of no use any more
     */
    public float[] decode(ByteBuffer bytes) throws AudioException {
        if (decided) {
            return read(bytes);
        }
        first = join(first, bytes);
        return sniff(false);
    }

    /**
     * Whether the bytes so far ended with a whole sample of every channel, so that others may be read from there on.
     */
    public boolean betweenSamples() {
        return pcm == null || pcm.betweenFrames();
    }

    /**
     * No more bytes come.
     *
     * @return the samples that were held back
     * @throws AudioException when the audio ended within a sample or a header
     */
    public float[] finish() throws AudioException {
        float[] begun = decided ? NONE : sniff(true);
        if (wav != null) {
            wav.finish();
        }
        if (pcm != null) {
            pcm.finish();
        }
        return resampler == null ? begun : concat(begun, resampler.finish());
    }

    private float[] sniff(boolean complete) throws AudioException {
        switch (ContainerSniffer.look(first, complete)) {
            case ContainerSniffer.Known.UNDECIDED -> {
                return NONE;
            }
            case ContainerSniffer.Known.WAV -> decide(Encoding.WAV);
            case ContainerSniffer.Known.RAW -> decide(Encoding.PCM_S16LE);
            case ContainerSniffer.Other other ->
                throw AudioException.ofData(
                        "the audio is %s, which this service can't read: send WAV, or raw 16-bit or float PCM"
                                .formatted(other.name()));
        }
        ByteBuffer begun = ByteBuffer.wrap(first);
        first = new byte[0];
        return read(begun);
    }

    private void decide(Encoding encoding) {
        decided = true;
        switch (encoding) {
            case WAV -> wav = new WavReader();
            case PCM_F32LE -> begin(SampleType.F32, declared.sampleRateHertz(), declared.channels());
            case PCM_S16LE, AUTO -> begin(SampleType.S16, declared.sampleRateHertz(), declared.channels());
        }
    }

    private void begin(SampleType type, int rate, int channels) {
        pcm = new PcmReader(type, channels);
        resampler = new Resampler(rate);
    }

    private float[] read(ByteBuffer in) throws AudioException {
        ByteBuffer audio = in;
        if (wav != null) {
            audio = wav.read(in);
            WavFormat format = wav.format();
            if (pcm == null && format != null) {
                begin(format.type(), format.sampleRateHertz(), format.channels());
            }
        }
        if (pcm == null || resampler == null) {
            return NONE;
        }
        return resampler.resample(pcm.read(audio));
    }

    private static byte[] join(byte[] first, ByteBuffer second) {
        byte[] both = Arrays.copyOf(first, first.length + second.remaining());
        second.get(both, first.length, second.remaining());
        return both;
    }

    private static float[] concat(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
