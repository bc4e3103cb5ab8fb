package io.audiostream.operator.model;

import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.FolderPreset;
import io.audiostream.operator.api.ImageModelSpec;
import io.audiostream.operator.api.ImagePullPolicy;
import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.api.ModelSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.SpecMessages;
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
                || Stream.of(
                                        spec.name(),
                                        spec.uri(),
                                        spec.huggingFace(),
                                        spec.s3(),
                                        spec.volume(),
                                        spec.image(),
                                        spec.ref())
                                .filter(Objects::nonNull)
                                .count()
                        != 1) {
            throw new InvalidSpecException("spec.model", SpecMessages.ONE_MODEL_SOURCE);
        }
        if (spec.sha256() != null) {
            FieldCheck.matches("spec.model.sha256", spec.sha256(), Patterns.SHA256, SpecMessages.SHA256);
        }
        if (spec.name() != null) {
            return preset(spec.name(), spec.sha256(), engine, defaults, ModelCacheReader.read(spec.cache()))
                    .withAccess(DownloadReader.read(spec.download()));
        }
        if (spec.uri() != null || spec.huggingFace() != null || spec.s3() != null) {
            if (engine == EngineName.CTRANSLATE2) {
                throw new InvalidSpecException("spec.engine", SpecMessages.ENGINE_OF_FILE);
            }
            return file(spec);
        }
        if (spec.ref() != null) {
            return shared(spec);
        }
        if (spec.download() != null) {
            throw new InvalidSpecException("spec.model.download", SpecMessages.DOWNLOAD_WITHOUT_DOWNLOAD);
        }
        if (spec.cache() != null) {
            throw new InvalidSpecException("spec.model.cache", SpecMessages.CACHE_WITHOUT_DOWNLOAD);
        }
        return spec.volume() != null
                ? volume(spec.volume(), spec.sha256())
                : image(Objects.requireNonNull(spec.image()), spec.sha256());
    }

    private static ModelSource shared(ModelSpec spec) {
        if (spec.cache() != null) {
            throw new InvalidSpecException("spec.model.cache", SpecMessages.CACHE_WITHOUT_DOWNLOAD);
        }
        if (spec.download() != null) {
            throw new InvalidSpecException("spec.model.download", SpecMessages.DOWNLOAD_WITHOUT_DOWNLOAD);
        }
        if (spec.sha256() != null) {
            throw new InvalidSpecException("spec.model.sha256", SpecMessages.REF_ALONE);
        }
        return new ModelSource.Shared(FieldCheck.matches(
                "spec.model.ref",
                Objects.requireNonNull(spec.ref()),
                Patterns.TRANSCRIPTION_MODEL_NAME,
                SpecMessages.TRANSCRIPTION_MODEL_NAME));
    }

    private static ModelSource.Download file(ModelSpec spec) {
        var access = DownloadReader.read(spec.download());
        var cache = ModelCacheReader.read(spec.cache());
        if (spec.uri() != null) {
            return download(uri(spec.uri()), spec.sha256(), cache).withAccess(access);
        }
        if (spec.huggingFace() != null) {
            return download(StoreReader.address(spec.huggingFace()), spec.sha256(), cache)
                    .withAccess(access);
        }
        var store = Objects.requireNonNull(spec.s3());
        if (access.credentials().flatMap(DownloadAccess.Credentials::header).isPresent()) {
            throw new InvalidSpecException("spec.model.download.credentials.header", SpecMessages.HEADER_WITH_S3);
        }
        return download(StoreReader.address(store), spec.sha256(), cache)
                .withAccess(access.withS3Region(StoreReader.region(store)));
    }

    private static String uri(String text) {
        FieldCheck.matches("spec.model.uri", text, Patterns.MODEL_URI, SpecMessages.MODEL_URI);
        FieldCheck.matchesNot("spec.model.uri", text, Patterns.URI_WITH_USER, SpecMessages.URI_WITH_USER);
        FieldCheck.matchesNot("spec.model.uri", text, Patterns.URI_WITH_TOKEN, SpecMessages.URI_WITH_TOKEN);
        return text;
    }

    private static ModelSource.Download preset(
            String name, @Nullable String sha256, EngineName engine, Defaults defaults, Optional<ModelCache> cache) {
        if (sha256 != null) {
            throw new InvalidSpecException("spec.model.sha256", SpecMessages.SHA256_OF_PRESET);
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
            case WHISPER_CPP -> file(preset, defaults, cache);
            case CTRANSLATE2 ->
                folder.map(found -> folder(found, defaults, cache))
                        .orElseThrow(() -> new InvalidSpecException(
                                "spec.model.name", "'" + name + "': " + SpecMessages.PRESET_WITHOUT_FOLDER));
            case AUTO ->
                folder.filter(found -> defaults.ctranslate2())
                        .map(found -> folder(found, defaults, cache))
                        .orElseGet(() -> file(preset, defaults, cache));
        };
    }

    private static ModelSource.Download file(ModelPreset preset, Defaults defaults, Optional<ModelCache> cache) {
        return ModelSource.Download.file(preset.presetName(), defaults.uri(preset), preset.sha256(), cache);
    }

    private static ModelSource.Download folder(FolderPreset preset, Defaults defaults, Optional<ModelCache> cache) {
        var address = defaults.uri(preset);
        return new ModelSource.Download(
                preset.presetName(),
                preset.folderName(),
                preset.files().stream()
                        .map(file -> new RemoteFile(address + "/" + file.name(), file.sha256(), file.name()))
                        .toList(),
                cache);
    }

    private static ModelSource.Download download(String uri, @Nullable String sha256, Optional<ModelCache> cache) {
        if (sha256 == null) {
            throw new InvalidSpecException("spec.model.sha256", SpecMessages.SHA256_REQUIRED);
        }
        var name = modelName(ModelSource.Download.fileName(uri));
        return ModelSource.Download.file(name, uri, sha256, cache);
    }

    private static ModelSource volume(VolumeModelSpec spec, @Nullable String sha256) {
        var claimName = claimName("spec.model.volume.claimName", spec.claimName());
        var path = modelPath("spec.model.volume.path", spec.path());
        return new ModelSource.Volume(modelName(path), claimName, path, Optional.ofNullable(sha256));
    }

    private static ModelSource image(ImageModelSpec spec, @Nullable String sha256) {
        var reference =
                FieldCheck.image("spec.model.image.reference", Objects.requireNonNullElse(spec.reference(), ""), "");
        var path = modelPath("spec.model.image.path", spec.path());
        var pullPolicy = Optional.ofNullable(spec.pullPolicy()).map(ModelReader::pullPolicy);
        return new ModelSource.Image(modelName(path), reference, path, pullPolicy, Optional.ofNullable(sha256));
    }

    private static ImagePullPolicy pullPolicy(String text) {
        return ImagePullPolicy.named(text)
                .orElseThrow(() -> new InvalidSpecException(
                        "spec.model.image.pullPolicy", "'" + text + "' " + SpecMessages.PULL_POLICY));
    }

    static String claimName(String field, @Nullable String name) {
        return FieldCheck.matches(
                field, Objects.requireNonNullElse(name, ""), Patterns.OBJECT_NAME, SpecMessages.CLAIM_NAME);
    }

    static String modelPath(String field, @Nullable String text) {
        var path = Objects.requireNonNullElse(text, "");
        if (path.endsWith("/")
                || Arrays.stream(path.split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw new InvalidSpecException(field, "'" + path + "' " + SpecMessages.MODEL_PATH);
        }
        return path;
    }

    /** Returns the model's name as the transcriber derives it: {@code base-q8_0} for {@code …/ggml-base-q8_0.bin}. */
    private static String modelName(String path) {
        var file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("^ggml-", "").replaceFirst("\\.bin$", "");
    }
}
