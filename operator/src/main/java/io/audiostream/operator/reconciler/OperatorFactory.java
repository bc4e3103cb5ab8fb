package io.audiostream.operator.reconciler;

import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.pods.PodPolling;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Puts the operator together. */
public final class OperatorFactory {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(2);

    /** Kubernetes' own controllers' times: a leader that is gone without a word is followed after at most 15 s. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration LEASE_RETRY = Duration.ofSeconds(2);

    /** How long a stop waits for reconciles that run. */
    private static final Duration LAST_RECONCILE = Duration.ofSeconds(10);

    private OperatorFactory() {}

    /**
     * An operator that is ready to start.
     *
     * @param client is closed when the operator stops
     * @param defaults what holds where a resource says nothing
     * @param clock tells when a condition changed
     * @param namespaces the namespaces to look after; empty: all
     * @param metrics hears of every reconcile
     * @param polling how pods are asked for their streams
     * @param leadership how it agrees with others who works; empty: it works alone
     */
    public static Operator create(
            KubernetesClient client,
            Defaults defaults,
            Clock clock,
            Set<String> namespaces,
            Metrics metrics,
            PodPolling polling,
            Optional<Leadership> leadership) {
        var operator = new Operator(configuration -> elect(configuration, client, leadership)
                .withKubernetesClient(client)
                .withMetrics(metrics)
                .withReconciliationTerminationTimeout(LAST_RECONCILE)
                // The default applies ConfigMaps and Secrets the old way, which takes over the fields of others.
                .withDefaultNonSSAResource(Set.of())
                // Its annotation would be one more field that changes with every write.
                .withPreviousAnnotationForDependentResources(false));
        operator.register(new TranscriptionServiceReconciler(defaults, clock, polling), controller -> {
            controller.withRetry(forEver());
            if (!namespaces.isEmpty()) {
                controller.settingNamespaces(namespaces);
            }
        });
        return operator;
    }

    private static ConfigurationServiceOverrider elect(
            ConfigurationServiceOverrider configuration, KubernetesClient client, Optional<Leadership> leadership) {
        return leadership
                .map(election -> configuration.withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.lease())
                                .withLeaseNamespace(election.namespace())
                                .withIdentity(election.identity())
                                .withLeaseDuration(LEASE)
                                .withRenewDeadline(RENEW)
                                .withRetryPeriod(LEASE_RETRY)
                                .withLeaderCallbacks(
                                        new LeaderCallbacks(() -> gained(election, client), election.lost(), _ -> {}))
                                // It would call System.exit, which waits for ever within a shutdown hook.
                                .withExitOnStopLeading(false)
                                .build()))
                .orElse(configuration);
    }

    private static void gained(Leadership leadership, KubernetesClient client) {
        leadership.gained().run();
        leadership.own(client);
    }

    /** What fails now, an API server that is away or a quota that is used up, may work in an hour: never give up. */
    private static Retry forEver() {
        return new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(FIRST_RETRY.toMillis())
                .setIntervalMultiplier(2)
                .setMaxInterval(LAST_RETRY.toMillis());
    }
}
