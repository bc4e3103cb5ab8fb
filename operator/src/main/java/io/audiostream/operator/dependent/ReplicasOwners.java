package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the managers that own {@code spec.replicas} of an object. */
public final class ReplicasOwners {
    private ReplicasOwners() {}

    public static Stream<ManagedFieldsEntry> of(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())
                .stream()
                .filter(entry -> entry.getFieldsV1() != null
                        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                        && spec.containsKey("f:replicas"));
    }

    /** Whether a manager owns the field by server-side apply. */
    public static boolean isApply(ManagedFieldsEntry owner) {
        return "Apply".equals(owner.getOperation());
    }

    /** Whether a manager set the field through the scale subresource, as autoscalers and {@code kubectl scale} do. */
    public static boolean isScale(ManagedFieldsEntry owner) {
        return "scale".equals(owner.getSubresource());
    }
}
