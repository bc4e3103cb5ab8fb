package io.audiostream.operator;

import io.audiostream.operator.health.HealthServer;
import io.audiostream.operator.metrics.OperatorMetrics;
import io.audiostream.operator.pods.PodPolling;
import io.audiostream.operator.reconciler.ClusterCheck;
import io.audiostream.operator.reconciler.Leadership;
import io.audiostream.operator.reconciler.OperatorFactory;
import io.audiostream.operator.reconciler.OperatorReadiness;
import io.audiostream.operator.reconciler.UnwatchedResources;
import io.audiostream.operator.reconciler.WatchedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the operator against the cluster of the kubeconfig, or the cluster of its own pod. */
@Command(
        name = "run",
        description = "Run the operator against the cluster of the kubeconfig, or the cluster of its own pod.",
        footer = {
            "",
            "Environment:",
            "  KUBECONFIG                     the cluster, as for kubectl",
            "  AUDIOSTREAM_TRANSCRIBER_IMAGE  transcriber image of resources that name none",
            "  AUDIOSTREAM_ENVOY_IMAGE        Envoy image of resources that name none",
            "  AUDIOSTREAM_MODEL_MIRROR       address that presets are fetched from, as MIRROR/ggml-NAME.bin",
            "                                 or MIRROR/faster-whisper-NAME/FILE",
            "  HOSTNAME, POD_UID              the pod's name and uid, for leader election",
            "  POD_NAMESPACE                  the pod's namespace (default: that of its service account)",
            "  AUDIOSTREAM_LOG_FORMAT         text (default) or json",
            "  AUDIOSTREAM_LOG_LEVEL          INFO (default), ERROR, WARN, DEBUG or TRACE"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    /** Time that a starting pod waits for an unavailable API server. */
    private static final Duration API_SERVER_TIMEOUT = Duration.ofMinutes(2);

    /** Longest time until the operator notices that it may watch a namespace, or may no longer. */
    private static final Duration NAMESPACE_CHECK_INTERVAL = Duration.ofSeconds(15);

    private static final int MAX_CONCURRENT_UPGRADES = 1000;

    private final OperatorConfig config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            description =
                    "Watch these namespaces only, separated by commas (default: all). The operator serves those that it"
                            + " may watch, and adds the others once it may.")
    private Set<String> namespaces = Set.of();

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of /healthz, /readyz and /metrics, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int healthPort;

    @Option(
            names = "--leader-election-lease",
            paramLabel = "[NAMESPACE/]NAME",
            description =
                    "Reconcile only while holding this Lease, so that several replicas can run, one of them active."
                            + " NAMESPACE defaults to the pod's namespace (default: no leader election).")
    private @Nullable String lease;

    @Option(
            names = "--concurrent-upgrades",
            paramLabel = "COUNT",
            defaultValue = "1",
            description =
                    "Resources whose pods an upgrade of the operator replaces at the same time, 1 to 1000 (default: ${DEFAULT-VALUE})."
                            + " The others wait. Changes of a resource do not wait.")
    private int concurrentUpgrades;

    RunCommand(OperatorConfig config) {
        this.config = config;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkConcurrentUpgrades();
        Logging.configure(config.jsonLogs());
        namespaces = namespaces.stream().filter(name -> !name.isBlank()).collect(Collectors.toSet());
        var client = OperatorFactory.client();
        var stopping = new AtomicBoolean();
        try (var metrics = new OperatorMetrics()) {
            var leadership = leadership(metrics, stopping);
            ClusterCheck.run(client, namespaces, leadership.isPresent() ? API_SERVER_TIMEOUT : Duration.ZERO);
            metrics.setLeader(leadership.isEmpty());
            runUntilStopped(client, metrics, leadership, stopping);
        }
        return 0;
    }

    private void runUntilStopped(
            KubernetesClient client, OperatorMetrics metrics, Optional<Leadership> leadership, AtomicBoolean stopping)
            throws IOException, InterruptedException {
        var running = new AtomicReference<@Nullable Operator>();
        try (var health = HealthServer.start(
                        healthPort, metrics::stuckReconcile, () -> isReady(running.get()), metrics::scrape);
                var watched = new WatchedNamespaces(client, namespaces, NAMESPACE_CHECK_INTERVAL)) {
            metrics.monitorNamespaces(
                    () -> watched.visible().size(), () -> watched.refused().size());
            log.info("health on port {}", health.port());
            watched.awaitVisible();
            var operator = OperatorFactory.create(
                    client,
                    config.defaults(),
                    Clock.systemUTC(),
                    watched.visible(),
                    metrics,
                    PodPolling.standard(),
                    concurrentUpgrades,
                    leadership);
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopping.set(true);
                operator.stop();
                leadership.ifPresent(leader -> leader.release(client));
                client.close();
                stopped.countDown();
            }));
            operator.start();
            running.set(operator);
            watched.follow(operator);
            UnwatchedResources.warn(
                    client,
                    namespaces,
                    leadership.map(Leadership::identityOfOperator).orElse(""));
            log.info("watching {}", namespaces.isEmpty() ? "all namespaces" : watched.visible());
            stopped.await();
        }
    }

    private void checkConcurrentUpgrades() {
        if (concurrentUpgrades < 1 || concurrentUpgrades > MAX_CONCURRENT_UPGRADES) {
            throw new ParameterException(
                    command.commandLine(),
                    "--concurrent-upgrades is %d; write a number from 1 to %d"
                            .formatted(concurrentUpgrades, MAX_CONCURRENT_UPGRADES));
        }
    }

    private static boolean isReady(@Nullable Operator operator) {
        return operator != null && OperatorReadiness.isReady(operator);
    }

    private Optional<Leadership> leadership(OperatorMetrics metrics, AtomicBoolean stopping) {
        if (lease == null || lease.isBlank()) {
            return Optional.empty();
        }
        var name = leaseName(lease);
        return Optional.of(new Leadership(
                name.namespace(),
                name.name(),
                config.identity(),
                config.podUid(),
                () -> {
                    metrics.setLeader(true);
                    log.info("{} is the leader", config.identity());
                },
                () -> exitUnlessStopping(metrics, stopping)));
    }

    private LeaseName leaseName(String text) {
        try {
            return LeaseName.parse(text, config.namespace());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--leader-election-lease: " + e.getMessage(), e);
        }
    }

    /**
     * Exits at once. Another replica may already lead, and in-flight writes cannot be undone. Kubernetes restarts this
     * replica as a standby. It does not take the Lease again instead: reconciles that run now would go on writing.
     */
    private static void exitUnlessStopping(OperatorMetrics metrics, AtomicBoolean stopping) {
        metrics.setLeader(false);
        if (!stopping.get()) {
            log.error("lost the lease; the process exits and restarts as a standby");
            Runtime.getRuntime().halt(1);
        }
    }
}
