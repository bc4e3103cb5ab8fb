package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Decodes compressed audio with a {@link Transcoder}, whose WAV file it reads. Not thread-safe. */
final class CompressedDecoder implements FormatDecoder {

    /**
     * Audio that a stream may have regardless of its size. Beyond it, {@value #MIN_BYTES_PER_SECOND} bytes a second are
     * the least, a third of the lowest bit rate of speech codecs. So a small file cannot hold days of silence, which
     * would occupy a slot.
     */
    private static final long ALLOWANCE_SECONDS = 3_600;

    private static final long MIN_BYTES_PER_SECOND = 250;
    private static final int SAMPLE_RATE_HERTZ = 16_000;

    private final CompressedFormat format;
    private final Transcoder transcoder;
    private final UncompressedDecoder output;
    private final UnitWalker units;
    private long bytesIn;
    private long frames;
    private boolean outputBegan;
    private boolean outputEnded;

    /** @param declared what the client says about the channels */
    CompressedDecoder(CompressedFormat format, Transcoder transcoder, AudioFormat declared, AudioObserver observer) {
        this.format = format;
        this.transcoder = transcoder;
        units = new UnitWalker(UnitLayouts.of(format));
        output = UncompressedDecoder.wav(declared, observer);
    }

    @Override
    public boolean accepts() {
        return transcoder.accepts();
    }

    @Override
    public void decode(ByteBuffer bytes) {
        bytesIn += bytes.remaining();
        units.accept(bytes.slice(), transcoder::write);
        bytes.position(bytes.limit());
    }

    @Override
    public void finish() {
        units.finish(transcoder::write);
        transcoder.end();
    }

    @Override
    public boolean hasSamples() {
        return transcoder.hasOutput() || output.hasSamples() || !outputEnded && transcoder.finished();
    }

    @Override
    public int channels() {
        return output.channels();
    }

    @Override
    public float[] takeSamples() throws AudioException {
        // A part at a time: a transcoder may fill its queue as fast as it is emptied.
        while (!output.hasSamples()) {
            ByteBuffer wav = transcoder.read();
            if (wav == null) {
                break;
            }
            output.decode(wav);
            outputBegan = true;
        }
        float[] taken = output.takeSamples();
        count(taken);
        checkLength();
        if (taken.length > 0 || outputEnded || !transcoder.finished()) {
            return taken;
        }
        return endOutput();
    }

    /** Reports a problem after the samples before it. */
    private float[] endOutput() throws AudioException {
        outputEnded = true;
        Optional<String> problem = transcoder.problem();
        if (problem.isPresent() || units.endsInside()) {
            throw AudioException.ofData("the %s audio is damaged, cut off or not supported, %.1f s were decoded: %s"
                    .formatted(
                            format.commonName(),
                            frames / (double) SAMPLE_RATE_HERTZ,
                            problem.orElse("its last part is incomplete")));
        }
        if (outputBegan) {
            output.finish();
        }
        float[] rest = output.takeSamples();
        count(rest);
        return rest;
    }

    private void count(float[] samples) {
        frames += samples.length / Math.max(1, channels());
    }

    private void checkLength() throws AudioException {
        long seconds = frames / SAMPLE_RATE_HERTZ;
        if (seconds > ALLOWANCE_SECONDS + bytesIn / MIN_BYTES_PER_SECOND) {
            throw AudioException.ofData(
                    "%d bytes of %s hold more than %d s of audio: at least %d bytes a second are needed after %d s"
                            .formatted(bytesIn, format.commonName(), seconds, MIN_BYTES_PER_SECOND, ALLOWANCE_SECONDS));
        }
    }

    @Override
    public boolean finished() {
        return outputEnded && !output.hasSamples();
    }

    /** Returns false inside the stream, because a decoder cannot begin there. */
    @Override
    public boolean betweenSamples() {
        return finished();
    }
}
