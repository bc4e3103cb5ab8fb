package io.audiostream.transcriber.openai;

import java.util.Locale;

/**
 * Names of other services for their models. Clients of OpenAI's API send such a name by default, and a service has one
 * model, so these names mean that model.
 */
public final class ModelNames {

    private ModelNames() {}

    /**
     * Returns whether a name means the service's model, whatever it is: a name with {@code whisper}, such as
     * {@code whisper-1} or {@code Systran/faster-whisper-large-v3}, or OpenAI's {@code gpt-…-transcribe}. A model that
     * tells speakers apart is none of these, because its clients would miss the speakers.
     */
    public static boolean isAlias(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String last = lower.substring(lower.lastIndexOf('/') + 1);
        return !last.contains("diarize")
                && (lower.contains("whisper") || last.startsWith("gpt-") && last.contains("transcribe"));
    }
}
