package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads one {@link TranscriptionService} from a YAML or JSON file. */
public final class ResourceFile {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private ResourceFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException with a message for the user, when the file is missing, is not YAML or holds another object
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
        GenericKubernetesResource object;
        try {
            var content = YAML.unmarshal(text, Object.class);
            if (content != null && !(content instanceof Map<?, ?>)) {
                throw new IOException(file + " must hold one object of kind TranscriptionService, not "
                        + (content instanceof List<?> ? "a list" : "plain text"));
            }
            object = YAML.convertValue(content, GenericKubernetesResource.class);
        } catch (RuntimeException e) { // the exceptions of the parser have no common type
            throw new IOException(file + " is not YAML: " + firstLines(e), e);
        }
        if (object == null || !"TranscriptionService".equals(object.getKind())) {
            throw new IOException(file + " must hold one object of kind TranscriptionService, not "
                    + (object == null ? "nothing" : object.getKind()));
        }
        try {
            return YAML.convertValue(object, TranscriptionService.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a TranscriptionService: " + firstLines(e), e);
        }
    }

    private static String firstLines(Throwable e) {
        return String.valueOf(e.getMessage()).lines().limit(3).collect(Collectors.joining(" "));
    }
}
