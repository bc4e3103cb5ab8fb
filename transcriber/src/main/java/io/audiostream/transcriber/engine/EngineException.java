package io.audiostream.transcriber.engine;

/** The engine failed, not the caller: a model that can't be loaded, memory that ran out, a native call that broke. */
public final class EngineException extends RuntimeException {

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
