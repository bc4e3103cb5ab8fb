package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;

/** Decodes a stream whose format is known to 16 kHz mono samples. Not thread-safe. */
interface FormatDecoder {

    /** Returns whether {@link #decode} may be called. */
    boolean accepts();

    /** Decodes the next bytes of the stream, to the end of the buffer. */
    void decode(ByteBuffer bytes) throws AudioException;

    /** Ends the stream. Drops an incomplete sample at its end. */
    void finish() throws AudioException;

    /** Returns whether {@link #takeSamples} would return samples, or fail. */
    boolean hasSamples();

    /** Returns the number of channels of the samples; 0 before the first sample. */
    int channels();

    /** Returns the samples since the last call, interleaved. */
    float[] takeSamples() throws AudioException;

    /** Returns whether all samples of a stream that has ended were taken. */
    boolean finished();

    /** Returns whether the bytes so far end with a whole sample, outside a header. */
    boolean betweenSamples();
}
