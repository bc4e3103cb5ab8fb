package io.audiostream.operator;

import io.audiostream.operator.health.HealthServer;
import io.audiostream.operator.pods.PodPolling;
import io.audiostream.operator.reconciler.ClusterCheck;
import io.audiostream.operator.reconciler.OperatorFactory;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operator against the cluster of the kubeconfig, or of the pod that it runs in. */
@Command(
        name = "run",
        description = "Run the operator against the cluster of the kubeconfig, or of the pod it runs in.",
        footer = {
            "",
            "Environment:",
            "  KUBECONFIG                     the cluster, as for kubectl",
            "  AUDIOSTREAM_TRANSCRIBER_IMAGE  image of resources that name none",
            "  AUDIOSTREAM_ENVOY_IMAGE        Envoy image of resources that name none",
            "  AUDIOSTREAM_MODEL_MIRROR       where presets are fetched from, as MIRROR/ggml-NAME.bin",
            "  AUDIOSTREAM_LOG_FORMAT         text (default) or json",
            "  AUDIOSTREAM_LOG_LEVEL          INFO (default), DEBUG, WARN, ..."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final OperatorConfig config;

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            description = "Look after these namespaces only, separated by commas (default: all).")
    private Set<String> namespaces = Set.of();

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of /healthz and /readyz, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int healthPort;

    RunCommand(OperatorConfig config) {
        this.config = config;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.use(config.jsonLogs());
        var client = new KubernetesClientBuilder().build();
        ClusterCheck.run(client, namespaces);
        var operator = OperatorFactory.create(
                client, config.defaults(), Clock.systemUTC(), namespaces, Metrics.NOOP, PodPolling.standard());
        var stopped = new CountDownLatch(1);
        try (var health = HealthServer.start(healthPort, operator.getRuntimeInfo())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                operator.stop();
                stopped.countDown();
            }));
            operator.start();
            LOG.info(
                    "watching {}; health on port {}",
                    namespaces.isEmpty() ? "all namespaces" : namespaces,
                    health.port());
            stopped.await();
        }
        return 0;
    }
}
