package io.audiostream.systemtest.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The operator as the chart installs it. */
final class Operator {

    static final String NAMESPACE = "audiostream-system";
    static final String RELEASE = "audiostream";
    static final String CHART = "helm/audiostream-operator";

    private Operator() {}

    /** Chart and values of the release, as far as these tests have made it. */
    private static List<String> installed = List.of();

    /** The release that the tests share which run beside others. */
    static void installForAll() {
        if (Cluster.ours()) {
            install("models.mirror=" + ModelServer.mirror());
        } else {
            install();
        }
    }

    /**
     * Makes the release what the chart's defaults and these values say, in a namespace that enforces the restricted
     * standard.
     */
    static void install(String... values) {
        installFrom(CHART, values);
    }

    /** Like {@link #install}, with a chart of another place. */
    static synchronized void installFrom(String chart, String... values) {
        Cluster.apply("default", """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels:
                    pod-security.kubernetes.io/enforce: restricted
                """.formatted(NAMESPACE));
        List<String> arguments = new ArrayList<>(
                List.of("upgrade", "--install", RELEASE, chart, "--namespace", NAMESPACE, "--wait", "--timeout", "3m"));
        // Without it, an upgrade that sets nothing keeps what the one before it set.
        arguments.add("--reset-values");
        List<String> all = new ArrayList<>(List.of(values));
        if (!Cluster.ours()) {
            all.add("image.repository=" + Cluster.images() + "/operator");
            all.add("transcriber.image=" + Cluster.image("transcriber"));
        }
        for (String value : all) {
            arguments.add("--set");
            arguments.add(value);
        }
        if (!arguments.equals(installed)) {
            Cluster.helm(arguments.toArray(String[]::new));
            installed = List.copyOf(arguments);
        }
    }

    static synchronized void uninstall() {
        installed = List.of();
        Cluster.helm("uninstall", RELEASE, "--namespace", NAMESPACE, "--ignore-not-found", "--wait");
    }

    /** Names of the operator's pods that are not on their way out. */
    static List<String> pods() {
        return Cluster.kubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "pods",
                        "-l",
                        "app.kubernetes.io/name=audiostream-operator",
                        "-o",
                        "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}\n{{end}}{{end}}")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** How often a pod's container was started again. */
    static int restarts(String pod) {
        String count = Cluster.tryKubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "pod",
                        pod,
                        "-o",
                        "jsonpath={.status.containerStatuses[0].restartCount}")
                .output()
                .strip();
        return count.isEmpty() ? 0 : Integer.parseInt(count);
    }

    /** The pod that leads now. */
    static String leader() {
        String holder =
                Cluster.kubectl("-n", NAMESPACE, "get", "leases", "-o", "jsonpath={.items[*].spec.holderIdentity}");
        return pods().stream()
                .filter(pod -> !holder.isEmpty() && (holder.contains(pod) || pod.contains(holder)))
                .findFirst()
                .orElse("");
    }

    /** Waits until one of the pods leads; its name. */
    static String awaitLeader() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !leader().isEmpty());
        return leader();
    }

    /** What the operator said, all pods, for the message of a failure. */
    static String log() {
        return Cluster.tryKubectl(
                        "-n", NAMESPACE, "logs", "-l", "app.kubernetes.io/name=audiostream-operator", "--tail=60")
                .output();
    }
}
