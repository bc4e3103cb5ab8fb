package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.EndpointingConfig;

/**
 * The service's defaults for what a client leaves open.
 *
 * @param language a language code, or {@value #AUTO}
 * @param interims whether interims are sent while a segment is still spoken
 * @param endpointing when a segment ends
 */
public record SessionDefaults(String language, boolean interims, EndpointingConfig endpointing) {

    /** Requests language detection. */
    public static final String AUTO = "auto";
}
