package io.audiostream.operator.testing;

import static org.awaitility.Awaitility.await;

import io.audiostream.operator.reconciler.CacheSerialization;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real kube-apiserver with etcd and the CRD, shared by all tests of a JVM. There are no controllers: nothing creates
 * pods, collects garbage or reports a Deployment's status, unless a test does.
 */
public final class ApiServer {
    private static final List<Path> CRDS = List.of(
            Path.of("../deploy/crd/transcriptionservices.audiostream.io-v1.yml"),
            Path.of("../deploy/crd/transcriptionmodels.audiostream.io-v1.yml"));

    /** Bound of waits for an event, long enough for a slow and busy machine. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final String VERSION = "1.37.2";
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(3);
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final String kubeconfig;
    private final Config config;

    private ApiServer(String kubeconfig) {
        this.kubeconfig = kubeconfig;
        this.config = Config.fromKubeconfig(kubeconfig);
    }

    /** The server, started by the first call and stopped with the JVM. */
    public static ApiServer shared() {
        return Holder.SERVER;
    }

    /** The folder with the binaries of the server, and with kubectl of the same version. */
    public static Path programs() throws IOException {
        try (var folders =
                Files.newDirectoryStream(Path.of(System.getenv("KUBE_API_TEST_DIR"), "k8s"), VERSION + "-*")) {
            return folders.iterator().next();
        }
    }

    /** Content of a kubeconfig file, for child processes. */
    public String kubeconfig() {
        return kubeconfig;
    }

    /** A client for the test itself. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** A client of an operator, whose requests pass through an interceptor. */
    public KubernetesClient client(Interceptor interceptor) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(CacheSerialization.create())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("test", interceptor))
                .build();
    }

    /** Creates a namespace for one test. */
    public String newNamespace() {
        var name = "test-" + NAMESPACES.incrementAndGet();
        try (var client = client()) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        return name;
    }

    private static final class Holder {
        static final ApiServer SERVER = start();
    }

    private static ApiServer start() {
        var directory = System.getenv("KUBE_API_TEST_DIR");
        if (directory == null || !Files.isDirectory(Path.of(directory, "k8s"))) {
            throw new IllegalStateException(
                    "KUBE_API_TEST_DIR is '" + directory + "' and must be a folder that contains Kubernetes " + VERSION
                            + ": run dev/kube and set it to the path that it prints");
        }
        var server = new KubeAPIServer(new KubeAPIServerConfigBuilder()
                .withTestDir(directory)
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withStartupTimeout(Math.toIntExact(STARTUP_TIMEOUT.toMillis()))
                .build());
        awaitMidnight();
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        var started = new ApiServer(server.getKubeConfigYaml());
        try (var client = started.client()) {
            CRDS.forEach(file -> install(client, file));
        }
        return started;
    }

    /** Creates a CRD and waits until the server serves it. */
    public static void install(KubernetesClient client, Path file) {
        CustomResourceDefinition crd = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .load(new File(file.toString()))
                .item();
        client.resource(crd).create();
        client.resource(crd)
                .waitUntilCondition(
                        existing -> existing.getStatus() != null
                                // Null while the API server checks the names.
                                && existing.getStatus().getConditions() != null
                                && existing.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        TIMEOUT.toSeconds(),
                        TimeUnit.SECONDS);
    }

    /**
     * Waits until midnight has passed if it is near. {@link KubeAPIServer} computes the end of its startup timeout as a
     * time of day, and fails at once if that end is after midnight.
     */
    private static void awaitMidnight() {
        var latestStart = LocalTime.MAX.minus(STARTUP_TIMEOUT).minusSeconds(5);
        await().atMost(STARTUP_TIMEOUT.plusMinutes(1))
                .until(() -> LocalTime.now().isBefore(latestStart));
    }
}
