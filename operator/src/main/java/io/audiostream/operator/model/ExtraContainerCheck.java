package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses containers of a resource that would break the service or the restricted pod security standard. */
final class ExtraContainerCheck {
    private static final Set<String> ALLOWED_CAPABILITIES = Set.of("NET_BIND_SERVICE");
    private static final SortedSet<String> SE_LINUX_TYPES =
            new TreeSet<>(Set.of("container_t", "container_init_t", "container_kvm_t", "container_engine_t"));
    private static final Set<String> PORT_NAMES = Set.of("grpc", "http", "peers");
    private static final Set<Integer> PORTS = ports();

    private final String field;

    /** @param field path of the container, such as {@code spec.template.pod.containers[0]} */
    ExtraContainerCheck(String field) {
        this.field = field;
    }

    void check(Container container) {
        container.getPorts().forEach(this::checkPort);
        if (container.getResources() != null) {
            checkQuantities("requests", container.getResources().getRequests());
            checkQuantities("limits", container.getResources().getLimits());
        }
        if (container.getSecurityContext() != null) {
            checkSecurity(container.getSecurityContext());
        }
    }

    private void checkQuantities(String below, @Nullable Map<String, Quantity> quantities) {
        if (quantities != null) {
            FieldCheck.resources(field + ".resources." + below, quantities);
        }
    }

    private void checkPort(ContainerPort port) {
        if (PORTS.contains(port.getContainerPort())) {
            throw new InvalidSpecException(
                    field + ".ports",
                    port.getContainerPort() + " is a port of the operator's containers, as are " + PORTS);
        }
        if (port.getName() != null && PORT_NAMES.contains(port.getName())) {
            throw new InvalidSpecException(
                    field + ".ports", "'" + port.getName() + "' is the name of a port of the operator's containers");
        }
        require(port.getHostPort() == null, "ports", "must have no hostPort");
    }

    void checkSecurity(SecurityContext security) {
        require(!Boolean.TRUE.equals(security.getPrivileged()), "securityContext.privileged", "must not be true");
        require(
                !Boolean.TRUE.equals(security.getAllowPrivilegeEscalation()),
                "securityContext.allowPrivilegeEscalation",
                "must not be true");
        require(!Boolean.FALSE.equals(security.getRunAsNonRoot()), "securityContext.runAsNonRoot", "must not be false");
        require(
                security.getRunAsUser() == null || security.getRunAsUser() != 0,
                "securityContext.runAsUser",
                "must not be 0");
        require(
                security.getSeccompProfile() == null
                        || !"Unconfined".equals(security.getSeccompProfile().getType()),
                "securityContext.seccompProfile",
                "must not be Unconfined");
        require(
                security.getAppArmorProfile() == null
                        || !"Unconfined".equals(security.getAppArmorProfile().getType()),
                "securityContext.appArmorProfile",
                "must not be Unconfined");
        if (security.getSeLinuxOptions() != null) {
            checkSeLinux(security.getSeLinuxOptions());
        }
        require(security.getProcMount() == null, "securityContext.procMount", "must be left out");
        var added = security.getCapabilities() == null ? List.<String>of() : added(security.getCapabilities());
        require(
                ALLOWED_CAPABILITIES.containsAll(added),
                "securityContext.capabilities.add",
                "must have no other than " + ALLOWED_CAPABILITIES);
    }

    private void checkSeLinux(SELinuxOptions options) {
        require(
                options.getUser() == null && options.getRole() == null,
                "securityContext.seLinuxOptions",
                "must have no user and no role");
        require(
                options.getType() == null || SE_LINUX_TYPES.contains(options.getType()),
                "securityContext.seLinuxOptions.type",
                "must be one of " + SE_LINUX_TYPES);
    }

    private static List<String> added(Capabilities capabilities) {
        return Objects.requireNonNullElse(capabilities.getAdd(), List.of());
    }

    private void require(boolean holds, String below, String rule) {
        if (!holds) {
            throw new InvalidSpecException(
                    field + "." + below, rule + ": the pods meet the restricted pod security standard");
        }
    }

    private static Set<Integer> ports() {
        var own = Ports.STANDARD;
        return new TreeSet<>(Set.of(
                own.listener(),
                own.transcriberGrpc(),
                own.transcriberApi(),
                own.transcriberHttp(),
                own.authorization(),
                PeerSettings.POD_PORT));
    }
}
