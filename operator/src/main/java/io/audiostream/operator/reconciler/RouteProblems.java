package io.audiostream.operator.reconciler;

import io.audiostream.operator.dependent.RouteKind;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words the problem of a resource whose routes the operator cannot create. */
final class RouteProblems {

    /** Why the operator cannot use a kind. */
    enum Refusal {
        /** The API server does not have the kind in the version that the operator needs. */
        NOT_SERVED,

        /** The operator has no rights for the kind. */
        FORBIDDEN
    }

    private RouteProblems() {}

    /** @param refused the kinds that a resource asks for and that the operator cannot use */
    static Optional<Problem> of(Map<RouteKind, Refusal> refused) {
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        var sentences = refused.entrySet().stream()
                .collect(Collectors.groupingBy(
                        refusal -> new Remedy(refusal.getKey().field(), refusal.getValue()),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey().sentence(entry.getValue().stream()))
                .sorted()
                .collect(Collectors.joining(" "));
        return Optional.of(new Problem(
                Reason.ROUTES_UNAVAILABLE,
                sentences + " The pods serve without the routes. The operator checks every "
                        + RouteApis.CHECK_INTERVAL.toSeconds() + " s and creates them once it can."));
    }

    private record Remedy(String field, Refusal refusal) {
        String sentence(Stream<RouteKind> kinds) {
            var names = kinds.map(kind -> HasMetadata.getFullResourceName(kind.type()))
                    .sorted()
                    .collect(Collectors.joining(" and "));
            return switch (refusal) {
                case NOT_SERVED ->
                    "spec.routes.%s needs %s, version v1, which the cluster does not have: install Gateway API 1.1 or newer, or remove spec.routes.%s."
                            .formatted(field, names, field);
                case FORBIDDEN ->
                    "spec.routes.%s needs rights for %s, which the operator does not have: set routes.%s=true in its Helm chart, or apply deploy/routes, or remove spec.routes.%s."
                            .formatted(field, names, field, field);
            };
        }
    }
}
