package io.audiostream.transcriber.engine;

/** A loaded speech model. Thread-safe: any number of decoders may be made and used side by side, one thread each. */
public interface SpeechEngine extends AutoCloseable {

    /** The sample rate, in Hz, of all audio that engines take: mono, floats from -1 to 1. */
    int SAMPLE_RATE_HERTZ = 16_000;

    /** The longest window that one decode takes, in samples: the 30 s that Whisper's encoder sees. */
    int MAX_WINDOW_SAMPLES = 30 * SAMPLE_RATE_HERTZ;

    ModelInfo model();

    /**
     * Makes a decoder, which holds what one decode at a time needs.
     *
     * @throws EngineException when there is not enough memory for another one
     */
    Decoder newDecoder();

    /** Frees the model. All decoders must be closed before. */
    @Override
    void close();
}
