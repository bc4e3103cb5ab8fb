package io.audiostream.transcriber.audio;

/** A format that a {@link Transcoder} decodes. */
public enum CompressedFormat {
    MP3("MP3"),
    /** AAC without a container, in ADTS frames. */
    AAC("AAC"),
    FLAC("FLAC"),
    /** Ogg with Opus, Vorbis, Speex or FLAC. */
    OGG("Ogg"),
    /** WebM, or Matroska, whose files begin alike. */
    WEBM("WebM"),
    MP4("MP4 or M4A"),
    AMR("AMR");

    private final String commonName;

    CompressedFormat(String commonName) {
        this.commonName = commonName;
    }

    /** Returns the common name, such as "MP3". */
    String commonName() {
        return commonName;
    }
}
