package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model file in a store with the API of Amazon S3. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3Spec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.BUCKET + "')", message = SpecMessages.BUCKET)
        @JsonPropertyDescription("Name of the bucket. Without download.credentials it must be public.")
        @Nullable
        String bucket,

        @Required
        @Size(max = SpecLimits.MAX_PATH_LENGTH)
        @ValidationRule(value = CelRules.IS_MODEL_PATH, message = SpecMessages.MODEL_PATH)
        @JsonPropertyDescription(
                "Key of the object: a file in the ggml format of whisper.cpp, such as" + " whisper/ggml-base.bin.")
        @Nullable
        String key,

        @Default(SpecDefaults.S3_REGION)
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.S3_REGION + "')", message = SpecMessages.S3_REGION)
        @JsonPropertyDescription("Region of the bucket, which signatures contain; default " + SpecDefaults.S3_REGION
                + ", which most other stores expect.")
        @Nullable
        String region,

        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.HTTP_ADDRESS + "')", message = SpecMessages.ENDPOINT)
        @JsonPropertyDescription("Address of the store, such as http://minio.storage.svc:9000. The bucket is a part of"
                + " the path. Default: Amazon S3 in the region.")
        @Nullable
        String endpoint) {}
