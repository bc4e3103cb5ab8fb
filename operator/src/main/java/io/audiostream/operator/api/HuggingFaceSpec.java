package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model file in a repository of Hugging Face. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HuggingFaceSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.REPOSITORY + "')", message = SpecMessages.REPOSITORY)
        @JsonPropertyDescription("Repository, OWNER/NAME, such as ggerganov/whisper.cpp. A private or gated one needs"
                + " download.credentials: a Secret with an access token as its entry token.")
        @Nullable
        String repository,

        @Default(SpecDefaults.REVISION)
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.REVISION + "')", message = SpecMessages.REVISION)
        @JsonPropertyDescription(
                "Commit, tag or branch; default " + SpecDefaults.REVISION + ". Prefer a commit: after a"
                        + " change of the file on a branch, its checksum no longer matches and new pods do not start.")
        @Nullable
        String revision,

        @Required
        @Size(max = SpecLimits.MAX_PATH_LENGTH)
        @ValidationRule(value = CelRules.IS_MODEL_PATH, message = SpecMessages.MODEL_PATH)
        @JsonPropertyDescription(
                "Path of the file in the repository, in the ggml format of whisper.cpp, such as" + " ggml-base.bin.")
        @Nullable
        String file,

        @Default(SpecDefaults.HUGGING_FACE_ENDPOINT)
        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.HTTP_ADDRESS + "')", message = SpecMessages.ENDPOINT)
        @JsonPropertyDescription("Address of Hugging Face, or of a mirror with its API, as in HF_ENDPOINT; default "
                + SpecDefaults.HUGGING_FACE_ENDPOINT + ".")
        @Nullable
        String endpoint) {}
