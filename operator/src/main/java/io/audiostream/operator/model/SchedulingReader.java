package io.audiostream.operator.model;

import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.PodTemplateSpec;
import io.audiostream.operator.api.SpecMessages;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where the pods run. */
final class SchedulingReader {
    private static final String OS = "kubernetes.io/os";

    private SchedulingReader() {}

    static Scheduling read(String field, PodTemplateSpec spec) {
        return new Scheduling(
                nodeSelector(field + ".nodeSelector", spec.nodeSelector()),
                CoreObjects.readAll(field + ".tolerations", spec.tolerations(), Toleration.class),
                Optional.ofNullable(spec.affinity())
                        .map(affinity -> CoreObjects.read(field + ".affinity", affinity, Affinity.class)),
                Optional.ofNullable(spec.topologySpreadConstraints())
                        .map(constraints -> CoreObjects.readAll(
                                field + ".topologySpreadConstraints", constraints, TopologySpreadConstraint.class)),
                name(field + ".priorityClassName", spec.priorityClassName(), SpecMessages.PRIORITY_CLASS),
                name(field + ".runtimeClassName", spec.runtimeClassName(), SpecMessages.RUNTIME_CLASS));
    }

    private static Map<String, String> nodeSelector(String field, @Nullable Map<String, String> given) {
        var selector = MetadataReader.labels(field, given);
        if (!selector.getOrDefault(OS, "linux").equals("linux")) {
            throw new InvalidSpecException(field, "'" + selector.get(OS) + "': " + SpecMessages.NODE_OS);
        }
        return selector;
    }

    static Optional<String> name(String field, @Nullable String name, String message) {
        return Optional.ofNullable(name).map(given -> FieldCheck.matches(field, given, Patterns.OBJECT_NAME, message));
    }
}
