package io.audiostream.operator.model;

import io.audiostream.operator.api.PodSecurityContextSpec;
import io.audiostream.operator.api.PodTemplateSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import io.audiostream.operator.api.UserIds;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the user and the groups of {@code spec.template.pod}. */
final class PodSecurityReader {
    private static final String FIELD = "spec.template.pod.securityContext.";
    private static final PodSecurityContextSpec NONE = new PodSecurityContextSpec(null, null, null, null, null);

    private PodSecurityReader() {}

    static PodSecurity read(PodTemplateSpec template, UserIds defaultIds) {
        var context = Objects.requireNonNullElse(template.securityContext(), NONE);
        var ids = userIds(template.userIds(), defaultIds);
        if (context.runAsUser() != null && context.runAsUser() < 1) {
            throw new InvalidSpecException(FIELD + "runAsUser", context.runAsUser() + " " + SpecMessages.NOT_ROOT);
        }
        return new PodSecurity(
                id("runAsUser", context.runAsUser(), ids),
                id("runAsGroup", context.runAsGroup(), ids),
                id("fsGroup", context.fsGroup(), ids),
                changePolicy(
                        Objects.requireNonNullElse(context.fsGroupChangePolicy(), SpecDefaults.FS_GROUP_CHANGE_POLICY)),
                groups(Objects.requireNonNullElse(context.supplementalGroups(), List.of())));
    }

    private static UserIds userIds(@Nullable String name, UserIds defaultIds) {
        return name == null
                ? defaultIds
                : UserIds.named(name)
                        .orElseThrow(() -> new InvalidSpecException(
                                "spec.template.pod.userIds", "'" + name + "' " + SpecMessages.USER_IDS));
    }

    private static Optional<Integer> id(String field, @Nullable Integer value, UserIds ids) {
        if (value != null) {
            return Optional.of(FieldCheck.inRange(FIELD + field, value, value, 0, SpecLimits.MAX_ID));
        }
        return switch (ids) {
            case FIXED -> Optional.of(SpecDefaults.USER_ID);
            case PLATFORM -> Optional.empty();
        };
    }

    private static String changePolicy(String policy) {
        if (!List.of("OnRootMismatch", "Always").contains(policy)) {
            throw new InvalidSpecException(
                    FIELD + "fsGroupChangePolicy", "'" + policy + "' " + SpecMessages.FS_GROUP_CHANGE_POLICY);
        }
        return policy;
    }

    private static List<Long> groups(List<Long> groups) {
        if (groups.stream().anyMatch(group -> group < 0 || group > SpecLimits.MAX_ID)) {
            throw new InvalidSpecException(FIELD + "supplementalGroups", groups + " " + SpecMessages.GROUPS);
        }
        return groups;
    }
}
