package io.audiostream.operator.model;

import io.audiostream.operator.api.PodTemplateSpec;
import io.audiostream.operator.api.TemplateSpec;
import io.audiostream.operator.api.TranscriptionServiceSpec;
import java.util.Objects;

/** Reads the fields of the spec that concern the pods and Kubernetes alone. */
final class PodSettingsReader {
    static final TemplateSpec NO_TEMPLATE = new TemplateSpec(null, null, null, null);
    static final PodTemplateSpec NO_POD =
            new PodTemplateSpec(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private PodSettingsReader() {}

    static PodSettings read(TranscriptionServiceSpec spec, Defaults defaults) {
        var template = Objects.requireNonNullElse(spec.template(), NO_TEMPLATE);
        var pod = Objects.requireNonNullElse(template.pod(), NO_POD);
        return new PodSettings(
                PodSecurityReader.read(pod, defaults.userIds()),
                RollingUpdateReader.read(spec.rollingUpdate()),
                DisruptionBudgetReader.read(spec.podDisruptionBudget()),
                PodTemplateReader.read(template, pod, ReservedVariables.of(spec), ownImages(spec)));
    }

    private static boolean ownImages(TranscriptionServiceSpec spec) {
        return spec.image() != null && spec.envoy() != null && spec.envoy().image() != null;
    }

    static ServiceTemplate service(TranscriptionServiceSpec spec) {
        return ServiceTemplateReader.read(
                spec.template() == null ? null : spec.template().service());
    }
}
