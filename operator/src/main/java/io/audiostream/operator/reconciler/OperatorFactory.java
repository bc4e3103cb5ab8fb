package io.audiostream.operator.reconciler;

import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.pods.PodPolling;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Creates the operator. */
public final class OperatorFactory {
    private static final Duration MIN_RETRY_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_INTERVAL = Duration.ofMinutes(2);

    /**
     * Reconciles that run at once. They mostly wait for the API server, and each holds the objects of its resource
     * several times over.
     */
    private static final int RECONCILES = 10;

    /** How long a shutdown waits for running reconciles. */
    private static final Duration RECONCILE_TERMINATION_TIMEOUT = Duration.ofSeconds(10);

    private OperatorFactory() {}

    /** Creates a client whose objects take little memory in the informer caches. */
    public static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(CacheSerialization.create())
                .build();
    }

    /**
     * Creates an operator that has not started yet.
     *
     * @param client stays open when the operator stops, so that the caller can release the Lease
     * @param defaults values of fields that a resource does not set
     * @param clock source of the transition times of conditions
     * @param namespaces the namespaces to watch; empty: all
     * @param metrics observes every reconcile
     * @param polling how the operator polls the load of pods
     * @param upgradesAtOnce resources whose pods an upgrade of the operator replaces at once, at least 1
     * @param leadership leader election; empty: the only replica
     */
    public static Operator create(
            KubernetesClient client,
            Defaults defaults,
            Clock clock,
            Set<String> namespaces,
            Metrics metrics,
            PodPolling polling,
            int upgradesAtOnce,
            Optional<Leadership> leadership) {
        var operator = new Operator(configuration -> withLeaderElection(configuration, client, leadership)
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withMetrics(metrics)
                .withConcurrentReconciliationThreads(RECONCILES)
                // A reconcile applies independent objects at once.
                .withConcurrentWorkflowExecutorThreads(2 * RECONCILES)
                .withReconciliationTerminationTimeout(RECONCILE_TERMINATION_TIMEOUT)
                // By default an informer that the API server refuses ends the process, for the resources of all
                // namespaces. It retries instead, and WatchedNamespaces removes its namespace.
                .withStopOnInformerErrorDuringStartup(false)
                // By default JOSDK updates ConfigMaps and Secrets without server-side apply and overwrites the fields
                // of other managers.
                .withDefaultNonSSAResource(Set.of())
                // The annotation would be one more field that changes with every write.
                .withPreviousAnnotationForDependentResources(false));
        var lease = leadership.map(Leadership::identityOfOperator);
        var models = new SharedModels();
        var reconciler = new TranscriptionServiceReconciler(defaults, clock, polling, lease, upgradesAtOnce, models);
        operator.register(reconciler, controller -> {
            controller.withRetry(unlimitedRetry());
            // The generation alone would hide annotations, which pause the operator and choose it.
            controller.withGenerationAware(false);
            controller.withOnUpdateFilter(OperatorFactory::isRelevantChange);
            if (!namespaces.isEmpty()) {
                controller.settingNamespaces(namespaces);
            }
        });
        operator.register(new TranscriptionModelReconciler(defaults, clock, polling, lease, models), controller -> {
            controller.withRetry(unlimitedRetry());
            controller.withGenerationAware(false);
            controller.withOnUpdateFilter(OperatorFactory::isRelevantChange);
            if (!namespaces.isEmpty()) {
                controller.settingNamespaces(namespaces);
            }
        });
        return operator;
    }

    /** Ignores changes of the status, which the operator writes itself. */
    private static boolean isRelevantChange(HasMetadata now, HasMetadata before) {
        var metadata = now.getMetadata();
        return !Objects.equals(metadata.getGeneration(), before.getMetadata().getGeneration())
                || !Objects.equals(
                        metadata.getAnnotations(), before.getMetadata().getAnnotations())
                || !Objects.equals(
                        metadata.getFinalizers(), before.getMetadata().getFinalizers())
                || !Objects.equals(
                        metadata.getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp());
    }

    private static ConfigurationServiceOverrider withLeaderElection(
            ConfigurationServiceOverrider configuration, KubernetesClient client, Optional<Leadership> leadership) {
        return leadership
                .map(election -> configuration.withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.lease())
                                .withLeaseNamespace(election.namespace())
                                .withIdentity(election.identity())
                                .withLeaseDuration(LeaseTimes.DURATION)
                                .withRenewDeadline(LeaseTimes.RENEW_DEADLINE)
                                .withRetryPeriod(LeaseTimes.RETRY_PERIOD)
                                .withLeaderCallbacks(new LeaderCallbacks(
                                        () -> startLeading(election, client), election.onStopLeading(), _ -> {}))
                                // JOSDK would call System.exit, which blocks forever inside a shutdown hook.
                                .withExitOnStopLeading(false)
                                .build()))
                .orElse(configuration);
    }

    private static void startLeading(Leadership leadership, KubernetesClient client) {
        leadership.onStartLeading().run();
        leadership.setLeaseOwner(client);
    }

    /** Retries without limit: an unreachable API server or an exhausted quota may recover after hours. */
    private static Retry unlimitedRetry() {
        return new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(MIN_RETRY_INTERVAL.toMillis())
                .setIntervalMultiplier(2)
                .setMaxInterval(MAX_RETRY_INTERVAL.toMillis());
    }
}
