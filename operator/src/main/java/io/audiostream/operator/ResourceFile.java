package io.audiostream.operator;

import com.fasterxml.jackson.core.JacksonException;
import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads one {@link TranscriptionService} from a YAML or JSON file. */
public final class ResourceFile {
    private static final int SHOWN_CAUSE_LENGTH = 300;

    private ResourceFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException with a sentence for the user, when it is missing, is no YAML or holds something else
     */
    public static TranscriptionService read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + "; write the path of a TranscriptionService in YAML", e);
        }
        return parse(text, file);
    }

    private static TranscriptionService parse(String text, Path file) throws IOException {
        try {
            var resource = new KubernetesSerialization().unmarshal(text, TranscriptionService.class);
            if (resource == null || !"TranscriptionService".equals(resource.getKind())) {
                throw new IOException(file + " must hold one object of kind TranscriptionService");
            }
            return resource;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException(file + " is no TranscriptionService: " + shortCause(e), e);
        }
    }

    private static String shortCause(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException jackson) {
                return jackson.getOriginalMessage();
            }
        }
        var message = String.valueOf(e.getMessage());
        return message.length() <= SHOWN_CAUSE_LENGTH ? message : message.substring(0, SHOWN_CAUSE_LENGTH) + "…";
    }
}
