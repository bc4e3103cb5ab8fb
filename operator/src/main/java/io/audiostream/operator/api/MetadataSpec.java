package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels and annotations that the operator adds to an object. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetadataSpec(
        @Size(max = SpecLimits.MAX_METADATA)
        @ValidationRule(value = CelRules.ARE_OTHER_LABELS, message = SpecMessages.RESERVED_LABELS)
        @JsonPropertyDescription("Labels in addition to those of the operator, such as team: speech, at most "
                + SpecLimits.MAX_METADATA + ". Default: none.")
        @Nullable
        Map<String, String> labels,

        @Size(max = SpecLimits.MAX_METADATA)
        @ValidationRule(value = CelRules.ARE_OTHER_ANNOTATIONS, message = SpecMessages.RESERVED_ANNOTATION)
        @JsonPropertyDescription("Annotations, such as those that a mesh or a load balancer of a cloud reads, at most "
                + SpecLimits.MAX_METADATA + ". Default: none.")
        @Nullable
        Map<String, String> annotations) {}
