package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.EndpointingConfig;

/**
 * What holds for a session that does not say otherwise.
 *
 * @param language a language code, or {@code auto}
 * @param interims whether results are sent while a segment is still spoken
 * @param endpointing when a segment is closed
 */
public record SessionDefaults(String language, boolean interims, EndpointingConfig endpointing) {

    /** The language that stands for detecting it. */
    public static final String AUTO = "auto";
}
