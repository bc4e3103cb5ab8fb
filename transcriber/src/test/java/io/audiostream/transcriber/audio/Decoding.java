package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Decodes one stream, and collects what the decoder reports. */
final class Decoding implements AudioObserver {

    final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    double outOfPhaseSeconds;

    private final AudioDecoder decoder;

    Decoding(AudioFormat format) {
        decoder = AudioDecoder.of(format, this, Transcoder.Factory.NONE, () -> {});
    }

    /** Decodes a stream of raw 16-bit PCM or WAV, in one piece. */
    static float[] of(byte[] bytes) throws AudioException {
        return new Decoding(AudioFormat.UNSPECIFIED).decode(bytes, Math.max(1, bytes.length));
    }

    /** Decodes a whole stream in pieces of {@code size} bytes. */
    float[] decode(byte[] bytes, int size) throws AudioException {
        float[] all = {};
        for (int from = 0; from < bytes.length; from += size) {
            all = join(all, decoder.decode(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from))));
        }
        return join(all, decoder.finish());
    }

    @Override
    public void dropped(DropReason reason, long bytes) {
        dropped.merge(reason, bytes, Long::sum);
    }

    @Override
    public void outOfPhase(double seconds) {
        outOfPhaseSeconds += seconds;
    }

    private static float[] join(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
