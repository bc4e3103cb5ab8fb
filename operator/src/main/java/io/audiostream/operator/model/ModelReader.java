package io.audiostream.operator.model;

import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.FolderPreset;
import io.audiostream.operator.api.ImageModelSpec;
import io.audiostream.operator.api.ModelCacheSpec;
import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.api.ModelSpec;
import io.audiostream.operator.api.Patterns;
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

    static ModelSource read(@Nullable ModelSpec spec, EngineName engine, Defaults defaults) {
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
                    Patterns.SHA256,
                    "64 hex digits, as `sha256sum FILE` prints them");
        }
        if (spec.name() != null) {
            return preset(spec.name(), spec.sha256(), engine, defaults, cacheClaim(spec.cache()));
        }
        if (spec.uri() != null) {
            if (engine == EngineName.CTRANSLATE2) {
                throw new InvalidSpecException(
                        "spec.engine",
                        "a single file is for whisper.cpp: leave engine out, or bring the folder of a model for"
                                + " ctranslate2 by volume or image");
            }
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
            String name, @Nullable String sha256, EngineName engine, Defaults defaults, Optional<String> cacheClaim) {
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
        var folder = FolderPreset.named(name);
        return switch (engine) {
            case WHISPER_CPP -> file(preset, defaults, cacheClaim);
            case CTRANSLATE2 ->
                folder.map(found -> folder(found, defaults, cacheClaim))
                        .orElseThrow(() -> new InvalidSpecException(
                                "spec.model.name",
                                "'" + name + "' is in whisper.cpp's format: for ctranslate2 take one of "
                                        + Arrays.stream(FolderPreset.values())
                                                .map(FolderPreset::presetName)
                                                .collect(Collectors.joining(", "))
                                        + ", or leave engine out"));
            case AUTO ->
                folder.filter(found -> defaults.ctranslate2())
                        .map(found -> folder(found, defaults, cacheClaim))
                        .orElseGet(() -> file(preset, defaults, cacheClaim));
        };
    }

    private static ModelSource.Download file(ModelPreset preset, Defaults defaults, Optional<String> cacheClaim) {
        return ModelSource.Download.file(preset.presetName(), defaults.uri(preset), preset.sha256(), cacheClaim);
    }

    private static ModelSource.Download folder(FolderPreset preset, Defaults defaults, Optional<String> cacheClaim) {
        var address = defaults.uri(preset);
        return new ModelSource.Download(
                preset.presetName(),
                preset.folderName(),
                preset.files().stream()
                        .map(file -> new RemoteFile(address + "/" + file.name(), file.sha256(), file.name()))
                        .toList(),
                cacheClaim);
    }

    private static ModelSource download(String uri, @Nullable String sha256, Optional<String> cacheClaim) {
        FieldCheck.matches(
                "spec.model.uri", uri, Patterns.MODEL_URI, "an https:// or http:// address that names a file");
        if (sha256 == null) {
            throw new InvalidSpecException(
                    "spec.model.sha256", "required with uri: write the 64 hex digits that `sha256sum FILE` prints");
        }
        var name = modelName(ModelSource.Download.fileOf(uri));
        return ModelSource.Download.file(name, uri, sha256, cacheClaim);
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
                field,
                Objects.requireNonNullElse(name, ""),
                Patterns.OBJECT_NAME,
                "the name of a PersistentVolumeClaim");
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
