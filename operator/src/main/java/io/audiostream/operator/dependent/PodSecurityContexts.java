package io.audiostream.operator.dependent;

import io.audiostream.operator.model.PodSecurity;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Security context of pods. Together with {@link ContainerSecurity}, meets the restricted pod security standard. */
final class PodSecurityContexts {
    private PodSecurityContexts() {}

    static PodSecurityContext restricted(PodSecurity security) {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(id(security.runAsUser()))
                .withRunAsGroup(id(security.runAsGroup()))
                .withFsGroup(id(security.fsGroup()))
                .withFsGroupChangePolicy(security.fsGroupChangePolicy())
                .withSupplementalGroups(security.supplementalGroups())
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static @Nullable Long id(Optional<Integer> id) {
        return id.map(Integer::longValue).orElse(null);
    }
}
