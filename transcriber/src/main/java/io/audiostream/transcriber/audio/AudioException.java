package io.audiostream.transcriber.audio;

/** Audio, or what was said about it, that can't be. The message says what was seen and what would be right. */
public final class AudioException extends Exception {

    private final String field;

    /** @param field path of the request's field at fault, such as {@code metadata.channels} */
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
