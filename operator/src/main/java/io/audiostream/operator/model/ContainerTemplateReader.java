package io.audiostream.operator.model;

import io.audiostream.operator.api.ContainerTemplateSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.api.SpecMessages;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads additions to a container of the operator. */
final class ContainerTemplateReader {
    private static final ContainerTemplateSpec NONE = new ContainerTemplateSpec(null, null, null);

    private final List<Volume> volumes;
    private final ReservedVariables reserved;

    /**
     * @param volumes volumes that mounts can name
     * @param reserved the environment variables that the operator sets
     */
    ContainerTemplateReader(List<Volume> volumes, ReservedVariables reserved) {
        this.volumes = volumes;
        this.reserved = reserved;
    }

    ContainerTemplate read(String field, @Nullable ContainerTemplateSpec given) {
        var spec = Objects.requireNonNullElse(given, NONE);
        var environment = CoreObjects.readAll(field + ".env", spec.env(), EnvVar.class);
        environment.forEach(variable -> reserved.check(field + ".env", variable.getName()));
        var mounts = CoreObjects.readAll(field + ".volumeMounts", spec.volumeMounts(), VolumeMount.class);
        mounts.forEach(mount -> checkMount(field + ".volumeMounts", mount));
        return new ContainerTemplate(
                environment,
                mounts,
                Optional.ofNullable(spec.securityContext()).map(security -> security(field, security)));
    }

    private static SecurityContext security(String field, Map<String, Object> given) {
        var path = field + ".securityContext";
        var security = CoreObjects.read(path, given, SecurityContext.class);
        new ExtraContainerCheck(field).checkSecurity(security);
        if (security.getRunAsUser() != null) {
            throw new InvalidSpecException(path + ".runAsUser", SpecMessages.USER_OF_POD);
        }
        if (security.getRunAsGroup() != null) {
            throw new InvalidSpecException(path + ".runAsGroup", SpecMessages.USER_OF_POD);
        }
        return security;
    }

    private void checkMount(String field, VolumeMount mount) {
        var path = Objects.requireNonNullElse(mount.getMountPath(), "");
        if (!path.matches(Patterns.MOUNT_PATH)
                || path.matches(Patterns.UPWARD_PATH)
                || ReservedNames.overlapsMountPath(path)) {
            throw new InvalidSpecException(field, "'" + path + "': " + SpecMessages.MOUNT_PATHS);
        }
        checkVolume(field, mount);
    }

    /** Checks that the volume exists; the operator's own volumes do not count. */
    void checkVolume(String field, VolumeMount mount) {
        if (volumes.stream().noneMatch(volume -> volume.getName().equals(mount.getName()))) {
            throw new InvalidSpecException(field, "'" + mount.getName() + "': " + SpecMessages.MOUNT_WITHOUT_VOLUME);
        }
    }
}
