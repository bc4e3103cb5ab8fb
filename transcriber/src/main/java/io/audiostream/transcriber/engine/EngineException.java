package io.audiostream.transcriber.engine;

/** The engine failed: a model cannot be loaded, memory ran out, or a native call failed. */
public final class EngineException extends RuntimeException {

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
