package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Additions to the objects that the operator creates. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = CelRules.TRANSCRIBER_MOUNTS_HAVE_VOLUMES,
        fieldPath = ".transcriberContainer.volumeMounts",
        message = SpecMessages.MOUNT_WITHOUT_VOLUME)
@ValidationRule(
        value = CelRules.ENVOY_MOUNTS_HAVE_VOLUMES,
        fieldPath = ".envoyContainer.volumeMounts",
        message = SpecMessages.MOUNT_WITHOUT_VOLUME)
public record TemplateSpec(
        @JsonPropertyDescription("Settings of the pods.") @ChangeEffect(Kind.RESTART) @Nullable
        PodTemplateSpec pod,

        @JsonPropertyDescription("Additions to the container transcriber. For requests and limits see resources.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        ContainerTemplateSpec transcriberContainer,

        @JsonPropertyDescription("Additions to the container envoy. For requests and limits see envoy.resources.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        ContainerTemplateSpec envoyContainer,

        @JsonPropertyDescription(
                "Settings of the Service that clients connect to. Default: reachable in the cluster alone.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        ServiceTemplateSpec service) {}
