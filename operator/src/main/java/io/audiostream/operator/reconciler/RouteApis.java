package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.ActiveRouteKinds;
import io.audiostream.operator.dependent.Labels;
import io.audiostream.operator.dependent.RouteKind;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.RouteAcceptance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.NamespaceChangeable;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows which kinds of routes the operator can use. The API server may not serve a kind, or may refuse it to the
 * operator, and both can change at any time. The operator watches a kind only from when a resource asks for it, so that
 * it needs neither the API nor the rights without such a resource. Thread-safe.
 */
final class RouteApis {
    /** Time until a resource with routes asks again: no event tells that an API was installed, or a right granted. */
    static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

    /** Age of an answer from which on the operator asks again, so that many resources do not ask one by one. */
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private static final ListOptions ONE =
            new ListOptionsBuilder().withLimit(1L).build();

    private final InstantSource clock;
    private final Map<RouteKind, Answer> answers = new EnumMap<>(RouteKind.class);

    /**
     * What the API server answered.
     *
     * @param inUse whether a resource has asked for the kind, or one had when the operator started
     * @param refusal why the operator cannot use the kind; empty: it can
     */
    private record Answer(Instant time, boolean inUse, Optional<RouteProblems.Refusal> refusal) {
        boolean isActive() {
            return inUse && refusal.isEmpty();
        }
    }

    RouteApis(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the kinds to watch. Asks the API server about those that the service needs, unless it did so lately. */
    synchronized ActiveRouteKinds active(Context<TranscriptionService> context, DesiredService desired) {
        var active = EnumSet.noneOf(RouteKind.class);
        for (var kind : RouteKind.values()) {
            if (answer(context, kind, kind.isRequested(desired)).isActive()) {
                active.add(kind);
            }
        }
        return new ActiveRouteKinds(active);
    }

    /** Returns why the operator cannot create the routes of the service, or why a Gateway does not accept them. */
    Optional<Problem> problem(Context<TranscriptionService> context, DesiredService desired) {
        return refusal(desired)
                .or(() -> desired.routes()
                        .gateway()
                        .flatMap(_ -> Stream.concat(
                                        context.getSecondaryResourcesAsStream(GRPCRoute.class)
                                                .flatMap(route -> RouteAcceptance.of(route).stream()),
                                        context.getSecondaryResourcesAsStream(HTTPRoute.class)
                                                .flatMap(route -> RouteAcceptance.of(route).stream()))
                                .findFirst()));
    }

    private synchronized Optional<Problem> refusal(DesiredService desired) {
        var refused = new EnumMap<RouteKind, RouteProblems.Refusal>(RouteKind.class);
        answers.forEach((kind, answer) -> answer.refusal()
                .filter(_ -> kind.isRequested(desired))
                .ifPresent(refusal -> refused.put(kind, refusal)));
        return RouteProblems.of(refused);
    }

    /** Returns whether a problem may begin or end without an event. */
    static boolean mayChange(TranscriptionService resource) {
        var spec = resource.getSpec();
        return spec != null && spec.routes() != null;
    }

    /**
     * Has the informers of the kinds watch the same namespaces as the controller. JOSDK starts them with the namespaces
     * that the controller had at its start.
     */
    static void followNamespaces(Context<TranscriptionService> context, ActiveRouteKinds active) {
        var namespaces = namespaces(context);
        active.kinds().stream()
                .flatMap(kind -> context.eventSourceRetriever().getEventSourcesFor(kind.type()).stream())
                .filter(source -> source instanceof InformerWrappingEventSourceHealthIndicator informers
                        && !informers.informerHealthIndicators().keySet().equals(namespaces))
                .forEach(source -> ((NamespaceChangeable) source).changeNamespaces(namespaces));
    }

    private Answer answer(Context<TranscriptionService> context, RouteKind kind, boolean isRequested) {
        var known = answers.get(kind);
        var now = clock.instant();
        if (known != null
                && (!isRequested || known.inUse() && known.time().plus(MAX_AGE).isAfter(now))) {
            return known;
        }
        var answer = ask(context.getClient(), namespaces(context), kind, now);
        if (isRequested && !answer.inUse()) {
            answer = new Answer(now, true, answer.refusal());
        }
        answers.put(kind, answer);
        return answer;
    }

    /** Lists as the informers do. */
    private static Answer ask(KubernetesClient client, Set<String> namespaces, RouteKind kind, Instant now) {
        try {
            var inUse = false;
            for (var namespace : namespaces) {
                inUse |= hasObjects(client, kind.type(), namespace);
            }
            return new Answer(now, inUse, Optional.empty());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND ->
                    new Answer(now, false, Optional.of(RouteProblems.Refusal.NOT_SERVED));
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    new Answer(now, false, Optional.of(RouteProblems.Refusal.FORBIDDEN));
                default -> throw e;
            };
        }
    }

    private static boolean hasObjects(KubernetesClient client, Class<? extends HasMetadata> type, String namespace) {
        var resources = client.resources(type);
        var scope = namespace.equals(Constants.WATCH_ALL_NAMESPACES)
                ? resources.inAnyNamespace()
                : resources.inNamespace(namespace);
        return !scope.withLabelSelector(Labels.SELECTOR).list(ONE).getItems().isEmpty();
    }

    /** Returns the namespaces that the controller watches now. */
    private static Set<String> namespaces(Context<TranscriptionService> context) {
        return Set.copyOf(context.eventSourceRetriever()
                .getControllerEventSource()
                .informerHealthIndicators()
                .keySet());
    }
}
