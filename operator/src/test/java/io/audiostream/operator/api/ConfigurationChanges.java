package io.audiostream.operator.api;

import io.audiostream.operator.api.ChangeEffect.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page that lists what a change of each field does to running pods. */
final class ConfigurationChanges {
    private static final String PAGE = """
            # Configuration changes

            <!-- Generated from the annotations @ChangeEffect of the schema. To regenerate it:
                 dev/regenerate -->

            What a change of a field does to pods that serve streams. `kubectl explain tsvc.spec.FIELD` states it too.

            | Effect | Pods | Streams that run |
            | --- | --- | --- |
            | live | No pod is replaced. Envoy reloads its routes and clusters in all pods, usually within 90 s, the time in \
            which kubelets refresh a ConfigMap. A changed number of pods adds or removes pods only. | Run on. They keep the \
            timeouts with which they started. |
            | drain | The listener or bootstrap of Envoy changes. A rolling update replaces the pods, one after the other. A pod \
            is removed once its successor is ready, unless `spec.rollingUpdate` says otherwise. Until then it keeps the configuration with which it started. | Run on in \
            the old pod, until they end by themselves or `spec.drainTimeout` is over. Then they get their finals and end with \
            `UNAVAILABLE` and the chunk to resume from. |
            | restart | A container or a volume changes. A rolling update replaces the pods in the same way. | As with drain. |

            In a removed pod a stream ends by itself, at `spec.maxStreamAge`, or in the last seconds of `spec.drainTimeout`: at
            whichever comes first.

            | Field | Effect |
            | --- | --- |
            %s

            An upgrade of the operator is a change as well: it drains the pods if the new version renders another listener or
            bootstrap, and restarts them if it has other default images.

            The status reports the last change and its progress:

            - `status.envoy.lastChange`: the effect of the last change, `Live`, `Drain` or `Restart`.
            - `status.envoy.updatedPods` of `status.envoy.pods`: the ready pods in which Envoy has accepted the current
              configuration.
            - The condition [`EnvoyConfigured`](operations.md#envoyconfigured): True once all ready pods have it. False with the
              reason `Rejected` and Envoy's words if Envoy rejects it.

            ## Versions

            The ConfigMap `NAME-envoy-HASH` holds Envoy's configuration. `HASH` is a hash of the bootstrap with the listeners. A
            changed bootstrap therefore goes to another ConfigMap, which only new pods mount. A roll-back to the earlier spec, or
            to the earlier operator, renders the earlier name again. The operator deletes the ConfigMaps of earlier versions when
            the rollout is complete and no pod mounts them. Routes and clusters change in place, in the current ConfigMap alone.

            A configuration that Envoy rejects takes no running pod down. With a rejected bootstrap the new pod does not become
            ready, and the rollout stops while the older pods serve. With rejected routes or clusters Envoy keeps the earlier ones.
            """;

    private ConfigurationChanges() {}

    static String markdown() {
        var rows = ChangeEffects.ofLeaves().entrySet().stream()
                .map(field -> "| `%s` | %s |".formatted(field.getKey(), name(field.getValue())))
                .collect(Collectors.joining("\n"));
        return PAGE.formatted(rows);
    }

    static String name(Kind effect) {
        return effect.text().toLowerCase(Locale.ROOT);
    }

    static boolean explainsEveryEffect() {
        return Arrays.stream(Kind.values()).allMatch(effect -> PAGE.contains("| " + name(effect) + " | "));
    }
}
