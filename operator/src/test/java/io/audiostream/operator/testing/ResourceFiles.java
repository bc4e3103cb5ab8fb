package io.audiostream.operator.testing;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Resources in files: valid ones, among them the examples, and invalid ones. */
public final class ResourceFiles {
    public static final Path EXAMPLES = Path.of("../deploy/examples");
    public static final Path EVERY_FIELD = Path.of("src/test/resources/every-field.yaml");
    private static final Path BROKEN = Path.of("src/test/resources/broken");
    private static final Path BROKEN_MODELS = Path.of("src/test/resources/broken-models");

    private ResourceFiles() {}

    public static List<Path> examples() {
        return yamlFilesIn(EXAMPLES);
    }

    public static List<BrokenSpec> broken() {
        return yamlFilesIn(BROKEN).stream().map(BrokenSpec::of).toList();
    }

    /** Invalid TranscriptionModels. */
    public static List<BrokenSpec> brokenModels() {
        return yamlFilesIn(BROKEN_MODELS).stream().map(BrokenSpec::of).toList();
    }

    /** The examples and a resource that sets every field. */
    public static List<Path> valid() {
        return Stream.concat(examples().stream(), Stream.of(EVERY_FIELD)).toList();
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TranscriptionService read(Path file) {
        return parse(text(file));
    }

    public static TranscriptionService parse(String yaml) {
        return new KubernetesSerialization().unmarshal(yaml, TranscriptionService.class);
    }

    private static List<Path> yamlFilesIn(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
