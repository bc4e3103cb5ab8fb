package io.audiostream.transcriber.audio;

/** Reports invalid audio, or invalid metadata of it. The message gives the value seen and the values allowed. */
public final class AudioException extends Exception {

    private final String field;

    /** @param field path of the invalid field in the request, such as {@code metadata.channels} */
    public AudioException(String field, String message) {
        super(message);
        this.field = field;
    }

    static AudioException ofData(String message) {
        return new AudioException("audio_data", message);
    }

    public String field() {
        return field;
    }
}
