package io.audiostream.transcriber.engine;

/** A loaded speech model. Thread-safe. Its decoders may be used concurrently, each by one thread. */
public interface SpeechEngine extends AutoCloseable {

    /** Sample rate, in Hz, of all audio that engines decode: mono, floats from -1 to 1. */
    int SAMPLE_RATE_HERTZ = 16_000;

    /** Maximum window of one decode, in samples: 30 s, the context of Whisper's encoder. */
    int MAX_WINDOW_SAMPLES = 30 * SAMPLE_RATE_HERTZ;

    ModelInfo model();

    /**
     * /** Creates a decoder, which holds the native memory of one decode.
     *
     * @throws EngineException when the memory does not suffice for another one
     */
    Decoder newDecoder();

    /** Frees the model. All its decoders must be closed before. */
    @Override
    void close();
}
