package io.audiostream.operator.local;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service with the local path of its model.
 *
 * @param service desired service of the resource, with another model when the user named a file
 * @param path absolute path of the model, a file or a folder; it may not exist yet
 */
record LocalModel(DesiredService service, Path path) {

    /**
     * Determines the local path of a service's model.
     *
     * @param override a file or folder to use in place of the resource's model
     * @param cache folder of downloads
     * @throws IOException when the override does not exist, or when only a cluster has the model
     */
    static LocalModel of(DesiredService service, @Nullable Path override, Path cache) throws IOException {
        if (override != null) {
            return withModelFile(service, override.toAbsolutePath());
        }
        if (service.model() instanceof ModelSource.Volume volume) {
            throw new IOException("the model is on volume claim '" + volume.claimName()
                    + "', which only a cluster has; name a model file of this machine with --model-file PATH");
        }
        if (service.model() instanceof ModelSource.Shared shared) {
            throw new IOException("the model is the TranscriptionModel '" + shared.name()
                    + "', which only a cluster has; name a model file of this machine with --model-file PATH");
        }
        if (service.model() instanceof ModelSource.Image image) {
            throw new IOException("the model is in the image '" + image.reference()
                    + "', which only a cluster can mount; name a model file of this machine with --model-file PATH");
        }
        var path = cache.resolve("models").resolve(service.model().path()).toAbsolutePath();
        return new LocalModel(
                service.model() instanceof ModelSource.Download download
                        ? service.withModel(download.withoutCache())
                        : service,
                path);
    }

    /** Returns whether a file of the model has to be downloaded first. */
    boolean isMissing() {
        return service.model() instanceof ModelSource.Download download
                && download.files().stream().anyMatch(file -> !Files.exists(Path.of(file.pathBelow(path.toString()))));
    }

    /** Replaces the model, and drops the checksum, which belongs to the resource's own model. */
    private static LocalModel withModelFile(DesiredService service, Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("--model-file " + path
                    + " does not exist; write the path of a ggml file, or of the folder of a CTranslate2 model");
        }
        var name = path.getFileName().toString().replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
        var model = new ModelSource.Volume(name, "", path.getFileName().toString(), Optional.empty());
        return new LocalModel(service.withModel(model), path);
    }
}
