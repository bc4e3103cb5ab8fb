package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the problem of a route that a Gateway does not accept, as the controller of the Gateway reports it. */
public final class RouteAcceptance {
    private static final Set<String> TYPES = Set.of("Accepted", "ResolvedRefs");

    private RouteAcceptance() {}

    public static Optional<Problem> of(GRPCRoute route) {
        return of(route, route.getStatus() == null ? null : route.getStatus().getParents());
    }

    public static Optional<Problem> of(HTTPRoute route) {
        return of(route, route.getStatus() == null ? null : route.getStatus().getParents());
    }

    private static Optional<Problem> of(HasMetadata route, @Nullable List<RouteParentStatus> parents) {
        return Objects.requireNonNullElse(parents, List.<RouteParentStatus>of()).stream()
                .flatMap(parent -> refusals(route, parent).map(refusal -> problem(route, parent, refusal)))
                .findFirst();
    }

    /** Ignores conditions of an earlier version of the route. */
    private static Stream<Condition> refusals(HasMetadata route, RouteParentStatus parent) {
        var generation = Objects.requireNonNullElse(route.getMetadata().getGeneration(), 0L);
        return Objects.requireNonNullElse(parent.getConditions(), List.<Condition>of()).stream()
                .filter(condition -> TYPES.contains(condition.getType())
                        && "False".equals(condition.getStatus())
                        && Objects.requireNonNullElse(condition.getObservedGeneration(), generation) >= generation);
    }

    private static Problem problem(HasMetadata route, RouteParentStatus parent, Condition refusal) {
        var name = route.getMetadata().getName();
        var namespace = route.getMetadata().getNamespace();
        return new Problem(
                Reason.ROUTE_NOT_ACCEPTED,
                "The Gateway %s does not accept the %s %s: %s: %s See: kubectl -n %s describe %s %s"
                        .formatted(
                                gateway(parent.getParentRef(), namespace),
                                route.getKind(),
                                name,
                                refusal.getReason(),
                                MessageText.sentence(TerminationMessage.of(refusal.getMessage())),
                                namespace,
                                route.getSingular(),
                                name));
    }

    private static String gateway(ParentReference reference, String namespace) {
        return Objects.requireNonNullElse(reference.getNamespace(), namespace) + "/" + reference.getName();
    }
}
