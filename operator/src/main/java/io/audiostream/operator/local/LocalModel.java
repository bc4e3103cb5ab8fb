package io.audiostream.operator.local;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service with the model that this machine uses.
 *
 * @param service the resource's, with another model when the user named a file
 * @param path the file or the folder where the model is, or is to be
 */
record LocalModel(DesiredService service, Path path) {

    /**
     * @param chosen a file or folder to use in place of the resource's model
     * @param cache folder for what is fetched
     * @throws IOException when it is not there, or the model can only be had in a cluster
     */
    static LocalModel of(DesiredService service, @Nullable Path chosen, Path cache) throws IOException {
        if (chosen != null) {
            return replaced(service, chosen.toAbsolutePath());
        }
        if (service.model() instanceof ModelSource.Volume volume) {
            throw new IOException("the model is on volume claim '" + volume.claimName()
                    + "', which only a cluster has; name a model file of this machine with --model-file PATH");
        }
        if (service.model() instanceof ModelSource.Image image) {
            throw new IOException("the model is in the image '" + image.reference()
                    + "', which only a cluster can mount; name a model file of this machine with --model-file PATH");
        }
        return new LocalModel(
                service, cache.resolve("models").resolve(service.model().path()).toAbsolutePath());
    }

    /** Whether something has to be fetched first. */
    boolean isMissing() {
        return service.model() instanceof ModelSource.Download download
                && download.files().stream().anyMatch(file -> !Files.exists(Path.of(file.at(path.toString()))));
    }

    /** The resource's checksum is for the resource's file, so it goes with it. */
    private static LocalModel replaced(DesiredService service, Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("--model-file " + path
                    + " is not there; write the path of a ggml model, or of a model's" + " folder for CTranslate2");
        }
        var name = path.getFileName().toString().replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
        var model = new ModelSource.Volume(name, "", path.getFileName().toString(), Optional.empty());
        return new LocalModel(service.withModel(model), path);
    }
}
