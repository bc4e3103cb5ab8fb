package io.audiostream.operator.model;

import io.audiostream.operator.api.GatewayRoutesSpec;
import io.audiostream.operator.api.IngressRoutesSpec;
import io.audiostream.operator.api.ParentReferenceSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.RouteMessages;
import io.audiostream.operator.api.RoutesSpec;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.routes}. */
final class RoutesReader {
    private static final String INGRESS = "spec.routes.ingress.";
    private static final String GATEWAY = "spec.routes.gateway.";

    private RoutesReader() {}

    static Routes read(@Nullable RoutesSpec spec) {
        return spec == null
                ? Routes.NONE
                : new Routes(
                        Optional.ofNullable(spec.ingress()).map(RoutesReader::ingress),
                        Optional.ofNullable(spec.gateway()).map(RoutesReader::gateway));
    }

    private static IngressRoutes ingress(IngressRoutesSpec spec) {
        var both = MetadataReader.annotations(INGRESS + "annotations", spec.annotations());
        return new IngressRoutes(
                optionalName(INGRESS + "ingressClassName", spec.ingressClassName(), RouteMessages.INGRESS_CLASS_NAME),
                hosts(INGRESS + "hosts", spec.hosts()),
                optionalName(INGRESS + "tlsSecretName", spec.tlsSecretName(), SpecMessages.SECRET_NAME),
                merged(both, MetadataReader.annotations(INGRESS + "grpcAnnotations", spec.grpcAnnotations())),
                merged(both, MetadataReader.annotations(INGRESS + "httpAnnotations", spec.httpAnnotations())));
    }

    private static SortedMap<String, String> merged(Map<String, String> both, Map<String, String> one) {
        var merged = new TreeMap<>(both);
        merged.putAll(one);
        return merged;
    }

    private static GatewayRoutes gateway(GatewayRoutesSpec spec) {
        var hostnames = hosts(GATEWAY + "hostnames", spec.hostnames());
        return new GatewayRoutes(
                parents(spec.parentRefs()),
                hostnames,
                spec.grpcHostnames() == null ? hostnames : hosts(GATEWAY + "grpcHostnames", spec.grpcHostnames()));
    }

    private static List<GatewayRoutes.Parent> parents(@Nullable List<ParentReferenceSpec> given) {
        var field = GATEWAY + "parentRefs";
        if (given == null || given.isEmpty()) {
            throw new InvalidSpecException(
                    field, "required: write at least one, such as name: public, or leave gateway out");
        }
        checkSize(field, given, SpecLimits.MAX_PARENT_REFS);
        var parents = new ArrayList<GatewayRoutes.Parent>();
        for (var spec : given) {
            parents.add(parent(field + "[" + parents.size() + "].", spec));
        }
        checkDifferent(field, parents, RouteMessages.DUPLICATE_PARENTS);
        return parents;
    }

    private static GatewayRoutes.Parent parent(String field, ParentReferenceSpec spec) {
        return new GatewayRoutes.Parent(
                FieldCheck.matches(
                        field + "name",
                        Objects.requireNonNullElse(spec.name(), ""),
                        Patterns.OBJECT_NAME,
                        RouteMessages.GATEWAY_NAME),
                Optional.ofNullable(spec.namespace())
                        .map(name -> FieldCheck.matches(
                                field + "namespace", name, Patterns.NAMESPACE, RouteMessages.GATEWAY_NAMESPACE)),
                optionalName(field + "sectionName", spec.sectionName(), RouteMessages.GATEWAY_LISTENER));
    }

    private static List<String> hosts(String field, @Nullable List<String> given) {
        if (given == null || given.isEmpty()) {
            throw new InvalidSpecException(field, "required: write at least one host, such as speech.example.com");
        }
        checkSize(field, given, SpecLimits.MAX_HOSTS);
        for (var host : given) {
            FieldCheck.matches(field, host, Patterns.HOST, RouteMessages.HOSTS);
            FieldCheck.matchesNot(field, host, Patterns.NUMERIC_HOST, RouteMessages.HOSTS);
        }
        checkDifferent(field, given, RouteMessages.DUPLICATE_HOSTS);
        return given;
    }

    private static Optional<String> optionalName(String field, @Nullable String name, String message) {
        return Optional.ofNullable(name).map(text -> FieldCheck.matches(field, text, Patterns.OBJECT_NAME, message));
    }

    private static void checkSize(String field, List<?> given, int max) {
        if (given.size() > max) {
            throw new InvalidSpecException(field, given.size() + " entries must be at most " + max);
        }
    }

    private static void checkDifferent(String field, List<?> given, String message) {
        if (Set.copyOf(given).size() < given.size()) {
            throw new InvalidSpecException(field, given + " " + message);
        }
    }
}
