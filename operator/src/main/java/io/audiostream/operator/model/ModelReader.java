package io.audiostream.operator.model;

import io.audiostream.operator.api.ImageModelSpec;
import io.audiostream.operator.api.ModelCacheSpec;
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

    static ModelSource read(@Nullable ModelSpec spec, Defaults defaults) {
        if (spec == null
                || Stream.of(spec.name(), spec.uri(), spec.volume(), spec.image())
                                .filter(Objects::nonNull)
                                .count()
                        != 1) {
            throw new InvalidSpecException(
                    "spec.model",
                    "write exactly one of name (a preset, such as base-q8_0), uri (with sha256), volume and image");
        }
        if (spec.sha256() != null) {
            FieldCheck.matches(
                    "spec.model.sha256",
                    spec.sha256(),
                    Syntax.SHA256,
                    "64 hex digits, as `sha256sum FILE` prints them");
        }
        if (spec.name() != null) {
            return preset(spec.name(), spec.sha256(), defaults, cacheClaim(spec.cache()));
        }
        if (spec.uri() != null) {
            return download(spec.uri(), spec.sha256(), cacheClaim(spec.cache()));
        }
        if (spec.cache() != null) {
            throw new InvalidSpecException(
                    "spec.model.cache",
                    "leave it out with volume and image: nothing is fetched, so there is nothing to keep");
        }
        return spec.volume() != null
                ? volume(spec.volume(), spec.sha256())
                : image(Objects.requireNonNull(spec.image()), spec.sha256());
    }

    private static Optional<String> cacheClaim(@Nullable ModelCacheSpec spec) {
        return Optional.ofNullable(spec).map(cache -> claimName("spec.model.cache.claimName", cache.claimName()));
    }

    private static ModelSource preset(
            String name, @Nullable String sha256, Defaults defaults, Optional<String> cacheClaim) {
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
        return new ModelSource.Download(name, defaults.uri(preset), preset.sha256(), cacheClaim);
    }

    private static ModelSource download(String uri, @Nullable String sha256, Optional<String> cacheClaim) {
        FieldCheck.matches("spec.model.uri", uri, Syntax.MODEL_URI, "an https:// or http:// address that names a file");
        if (sha256 == null) {
            throw new InvalidSpecException(
                    "spec.model.sha256", "required with uri: write the 64 hex digits that `sha256sum FILE` prints");
        }
        var file = new ModelSource.Download("", uri, sha256, cacheClaim).path();
        return new ModelSource.Download(modelName(file), uri, sha256, cacheClaim);
    }

    private static ModelSource volume(VolumeModelSpec spec, @Nullable String sha256) {
        var claimName = claimName("spec.model.volume.claimName", spec.claimName());
        var path = innerPath("spec.model.volume.path", spec.path());
        return new ModelSource.Volume(modelName(path), claimName, path, Optional.ofNullable(sha256));
    }

    private static ModelSource image(ImageModelSpec spec, @Nullable String sha256) {
        var reference =
                FieldCheck.image("spec.model.image.reference", Objects.requireNonNullElse(spec.reference(), ""), "");
        var path = innerPath("spec.model.image.path", spec.path());
        var pullPolicy = Optional.ofNullable(spec.pullPolicy());
        pullPolicy.ifPresent(policy -> FieldCheck.matches(
                "spec.model.image.pullPolicy", policy, "Always|IfNotPresent|Never", "Always, IfNotPresent or Never"));
        return new ModelSource.Image(modelName(path), reference, path, pullPolicy, Optional.ofNullable(sha256));
    }

    private static String claimName(String field, @Nullable String name) {
        return FieldCheck.matches(
                field, Objects.requireNonNullElse(name, ""), Syntax.OBJECT_NAME, "the name of a PersistentVolumeClaim");
    }

    private static String innerPath(String field, @Nullable String text) {
        var path = Objects.requireNonNullElse(text, "");
        if (path.endsWith("/")
                || Arrays.stream(path.split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw new InvalidSpecException(
                    field, "'" + path + "' must be a path inside the volume, such as whisper/ggml-base.bin");
        }
        return path;
    }

    /** {@code …/ggml-base-q8_0.bin} is the model {@code base-q8_0}, as the transcriber itself would call it. */
    private static String modelName(String path) {
        var file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
    }
}
