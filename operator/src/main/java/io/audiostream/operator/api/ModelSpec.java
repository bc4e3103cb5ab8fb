package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where the model file comes from.
 *
 * <p>{@code name} is a string here and an enum in the schema: an operator that meets the name of a later version must
 * be able to read the resource and say so, not fail to list every resource of the cluster.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.name), has(self.uri), has(self.volume), has(self.image)].filter(given, given).size() == 1",
        message = "write exactly one of name (a preset, such as base-q8_0), uri (with sha256), volume and image")
@ValidationRule(
        value = "!has(self.uri) || has(self.sha256)",
        fieldPath = ".sha256",
        reason = "FieldValueRequired",
        message = "required with uri: write the 64 hex digits that `sha256sum FILE` prints")
@ValidationRule(
        value = "!has(self.name) || has(self.uri) || has(self.volume) || has(self.image) || !has(self.sha256)",
        fieldPath = ".sha256",
        message = "leave sha256 out with name: a preset brings its own checksum")
@ValidationRule(
        value = "!has(self.cache) || has(self.name) || has(self.uri) || !has(self.volume) && !has(self.image)",
        fieldPath = ".cache",
        message = "leave cache out with volume and image: nothing is fetched, so there is nothing to keep")
public record ModelSpec(
        @SchemaFrom(type = ModelPreset.class)
        @JsonPropertyDescription("Name of a preset: an official Whisper model, fetched from Hugging Face and checked"
                + " against its published checksum. tiny, base, small, medium, large-v3 and large-v3-turbo run on"
                + " ctranslate2, unless engine is whisper.cpp; the others are in whisper.cpp's format. Names with .en"
                + " know English only; -q5_0, -q5_1 and -q8_0 are quantised: smaller files, hardly less accurate. A"
                + " change restarts the pods.")
        @Nullable
        String name,

        @Size(max = 2048)
        @ValidationRule(
                value = "self.matches('" + Patterns.MODEL_URI + "')",
                message = "must begin with https:// or http:// and name a file; for a file in the cluster use volume")
        @JsonPropertyDescription("Address of a model file in whisper.cpp's ggml format, https:// or http://. Needs"
                + " sha256. A change restarts the pods.")
        @Nullable
        String uri,

        @Size(max = 128)
        @ValidationRule(
                value = "self.matches('" + Patterns.SHA256 + "')",
                message = "must be 64 hex digits in lower case, as `sha256sum FILE` prints them")
        @JsonPropertyDescription("SHA-256 of the model file, 64 hex digits in lower case. Required with uri, optional"
                + " with volume and image, not allowed with name. A file that differs is never loaded. A change restarts the"
                + " pods.")
        @Nullable
        String sha256,

        @JsonPropertyDescription(
                "A model file on a volume of the cluster, mounted read-only. A change restarts the" + " pods.")
        @Nullable
        VolumeModelSpec volume,

        @JsonPropertyDescription("A model file in an OCI image or artifact, which the kubelet pulls like any image and"
                + " mounts read-only. A change restarts the pods.")
        @Nullable
        ImageModelSpec image,

        @JsonPropertyDescription("Keeps what name or uri fetches, so that a new pod does not fetch it again. A change"
                + " restarts the pods.")
        @Nullable
        ModelCacheSpec cache) {}
