package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Source of the model.
 *
 * <p>{@code name} is a string here and an enum in the schema. An operator that meets the name of a later version can
 * thus read the resource and report the name, instead of failing to list every resource of the cluster.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = CelRules.ONE_MODEL_SOURCE, message = SpecMessages.ONE_MODEL_SOURCE)
@ValidationRule(
        value = "!has(self.uri) && !has(self.huggingFace) && !has(self.s3) || has(self.sha256)",
        fieldPath = ".sha256",
        reason = "FieldValueRequired",
        message = SpecMessages.SHA256_REQUIRED)
@ValidationRule(
        value = "!has(self.name) || has(self.uri) || has(self.huggingFace) || has(self.s3) || has(self.volume)"
                + " || has(self.image) || has(self.ref) || !has(self.sha256)",
        fieldPath = ".sha256",
        message = SpecMessages.SHA256_OF_PRESET)
@ValidationRule(value = "!has(self.ref) || !has(self.sha256)", fieldPath = ".sha256", message = SpecMessages.REF_ALONE)
@ValidationRule(
        value = "!has(self.cache) || " + CelRules.IS_DOWNLOADED,
        fieldPath = ".cache",
        message = SpecMessages.CACHE_WITHOUT_DOWNLOAD)
@ValidationRule(
        value = "!has(self.download) || " + CelRules.IS_DOWNLOADED,
        fieldPath = ".download",
        message = SpecMessages.DOWNLOAD_WITHOUT_DOWNLOAD)
@ValidationRule(
        value = "!has(self.s3) || !has(self.download) || !has(self.download.credentials)"
                + " || !has(self.download.credentials.header)",
        fieldPath = ".download.credentials.header",
        message = SpecMessages.HEADER_WITH_S3)
public record ModelSpec(
        @SchemaFrom(type = ModelPreset.class)
        @JsonPropertyDescription("Name of a preset: an official Whisper model, which the pod downloads from Hugging"
                + " Face and verifies against its published checksum. tiny, base, small, medium, large-v3 and"
                + " large-v3-turbo run on ctranslate2 unless engine is whisper.cpp. The other presets are in the ggml"
                + " format of whisper.cpp. Presets with .en transcribe English only. Presets with -q5_0, -q5_1 or -q8_0"
                + " are quantised: smaller files with hardly lower accuracy.")
        @Nullable
        String name,

        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.MODEL_URI + "')", message = SpecMessages.MODEL_URI)
        @ValidationRule(value = "!self.matches('" + Patterns.URI_WITH_USER + "')", message = SpecMessages.URI_WITH_USER)
        @ValidationRule(
                value = "!self.matches('" + Patterns.URI_WITH_TOKEN + "')",
                message = SpecMessages.URI_WITH_TOKEN)
        @JsonPropertyDescription("Address, https:// or http://, of a model file in the ggml format of whisper.cpp."
                + " Requires sha256. Has neither a user nor a token: download.credentials names a Secret with them.")
        @Nullable
        String uri,

        @Size(max = SpecLimits.MAX_CHECKSUM_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.SHA256 + "')", message = SpecMessages.SHA256)
        @JsonPropertyDescription(
                "SHA-256 of the model file, 64 hex digits in lower case. Required with uri, huggingFace"
                        + " and s3, optional with volume and image, not allowed with name and ref. The transcriber never loads a file with another"
                        + " checksum.")
        @Nullable
        String sha256,

        @JsonPropertyDescription("A model file in a repository of Hugging Face. Requires sha256.") @Nullable
        HuggingFaceSpec huggingFace,

        @JsonPropertyDescription("A model file in a store with the API of Amazon S3. Requires sha256.") @Nullable
        S3Spec s3,

        @JsonPropertyDescription("A model on a volume of the cluster, mounted read-only.") @Nullable
        VolumeModelSpec volume,

        @JsonPropertyDescription("A model in an OCI image or artifact. The kubelet pulls it like any image and mounts"
                + " it read-only (Kubernetes 1.33 or later).")
        @Nullable
        ImageModelSpec image,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(
                value = "self.matches('" + Patterns.TRANSCRIPTION_MODEL_NAME + "')",
                message = SpecMessages.TRANSCRIPTION_MODEL_NAME)
        @JsonPropertyDescription("Name of a TranscriptionModel in the resource's namespace, whose claim the pods mount"
                + " read-only. The operator creates the pods once the model is fetched.")
        @Nullable
        String ref,

        @JsonPropertyDescription("Caches the downloaded model, so that a new pod need not download it."
                + " Default: no cache, each pod downloads the model.")
        @Nullable
        ModelCacheSpec cache,

        @JsonPropertyDescription("Credentials, certificate authorities and proxies of the download. Not allowed with"
                + " volume, image and ref. Default: none.")
        @Nullable
        DownloadSpec download) {}
