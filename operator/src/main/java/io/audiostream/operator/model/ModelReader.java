package io.audiostream.operator.model;

import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.api.ModelSpec;
import io.audiostream.operator.api.Syntax;
import io.audiostream.operator.api.VolumeModelSpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.model}. */
final class ModelReader {
    private ModelReader() {}

    static ModelSource read(@Nullable ModelSpec spec) {
        if (spec == null
                || Stream.of(spec.name(), spec.uri(), spec.volume())
                                .filter(Objects::nonNull)
                                .count()
                        != 1) {
            throw new InvalidSpecException(
                    "spec.model",
                    "write exactly one of name (a preset, such as base-q8_0), uri (with sha256) and volume");
        }
        if (spec.sha256() != null) {
            FieldCheck.matches(
                    "spec.model.sha256",
                    spec.sha256(),
                    Syntax.SHA256,
                    "64 hex digits, as `sha256sum FILE` prints them");
        }
        if (spec.name() != null) {
            return preset(spec.name(), spec.sha256());
        }
        if (spec.uri() != null) {
            return download(spec.uri(), spec.sha256());
        }
        return volume(Objects.requireNonNull(spec.volume()), spec.sha256());
    }

    private static ModelSource preset(String name, @Nullable String sha256) {
        if (sha256 != null) {
            throw new InvalidSpecException(
                    "spec.model.sha256", "leave it out with name: a preset brings its own checksum");
        }
        var preset = ModelPreset.named(name)
                .orElseThrow(() -> new InvalidSpecException(
                        "spec.model.name",
                        "'" + name + "' must be one of "
                                + Arrays.stream(ModelPreset.values())
                                        .map(ModelPreset::presetName)
                                        .collect(Collectors.joining(", "))));
        return new ModelSource.Download(name, preset.uri(), preset.sha256());
    }

    private static ModelSource download(String uri, @Nullable String sha256) {
        FieldCheck.matches("spec.model.uri", uri, Syntax.MODEL_URI, "an https:// or http:// address that names a file");
        if (sha256 == null) {
            throw new InvalidSpecException(
                    "spec.model.sha256", "required with uri: write the 64 hex digits that `sha256sum FILE` prints");
        }
        var file = new ModelSource.Download("", uri, sha256).path();
        return new ModelSource.Download(modelName(file), uri, sha256);
    }

    private static ModelSource volume(VolumeModelSpec spec, @Nullable String sha256) {
        var claimName = Objects.requireNonNullElse(spec.claimName(), "");
        var path = Objects.requireNonNullElse(spec.path(), "");
        FieldCheck.matches(
                "spec.model.volume.claimName", claimName, Syntax.OBJECT_NAME, "the name of a PersistentVolumeClaim");
        if (path.endsWith("/")
                || Arrays.stream(path.split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw new InvalidSpecException(
                    "spec.model.volume.path",
                    "'" + path + "' must be a path inside the volume, such as whisper/ggml-base.bin");
        }
        return new ModelSource.Volume(modelName(path), claimName, path, Optional.ofNullable(sha256));
    }

    /** {@code …/ggml-base-q8_0.bin} is the model {@code base-q8_0}, as the transcriber itself would call it. */
    private static String modelName(String path) {
        var file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
    }
}
