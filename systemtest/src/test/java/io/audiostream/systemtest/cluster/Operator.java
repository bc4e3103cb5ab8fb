package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.Timeouts;
import java.util.ArrayList;
import java.util.List;

/** The operator as a release of the Helm chart. */
final class Operator {

    static final String NAMESPACE = "audiostream-system";
    static final String CHART = "helm/audiostream-operator";

    private static final String RELEASE = "audiostream";
    private static final String SELECTOR = "app.kubernetes.io/name=audiostream-operator";
    private static final String LEASE = "lease/audiostream-operator";

    /** Arguments of the last {@code helm upgrade} of this process; empty after an uninstall. */
    private static List<String> installed = List.of();

    private Operator() {}

    /** Installs the release that concurrent tests share. */
    static void installShared() {
        if (Cluster.isDisposable()) {
            install("models.mirror=" + ModelServer.mirror());
        } else {
            install();
        }
    }

    /**
     * Installs or upgrades the release to the chart's defaults and these values, in a namespace with the restricted pod
     * security standard.
     */
    static void install(String... values) {
        installChart(CHART, values);
    }

    /** Installs or upgrades the release to another version of the chart. */
    static synchronized void installChart(String chart, String... values) {
        Namespace.createRestricted(NAMESPACE);
        List<String> arguments = new ArrayList<>(List.of(
                "upgrade",
                "--install",
                RELEASE,
                chart,
                "--namespace",
                NAMESPACE,
                "--wait",
                "--timeout",
                Timeouts.ROLLOUT.toSeconds() + "s"));
        // Without this option, an upgrade that sets no value keeps those of the previous one.
        arguments.add("--reset-values");
        List<String> all = new ArrayList<>(List.of(values));
        if (!Cluster.isDisposable()) {
            all.add("image.repository=" + Cluster.imagePrefix() + "/operator");
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
        Cluster.helm(
                "uninstall",
                RELEASE,
                "--namespace",
                NAMESPACE,
                "--ignore-not-found",
                "--wait",
                "--timeout",
                Timeouts.ROLLOUT.toSeconds() + "s");
    }

    /** Returns the names of the operator's pods that are not terminating. */
    static List<String> pods() {
        return Cluster.podNames(NAMESPACE, SELECTOR);
    }

    /** Returns how often the container of a pod was restarted. */
    static int restarts(String pod) {
        String count = Cluster.tryKubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "pod",
                        pod,
                        "-o",
                        "jsonpath={.status.containerStatuses[0].restartCount}")
                .stdout()
                .strip();
        return count.isEmpty() ? 0 : Integer.parseInt(count);
    }

    /** Returns the name of the pod that holds the lease; empty when no running pod holds it. */
    static String leader() {
        String holder = leaseField("{.spec.holderIdentity}");
        return holder.isEmpty() || !pods().contains(holder) ? "" : holder;
    }

    /** Waits until one of the pods leads and returns its name. */
    static String awaitLeader() {
        return ClusterAwait.awaitChange().until(Operator::leader, leader -> !leader.isEmpty());
    }

    /** Waits until another pod leads. */
    static void awaitLeaderOtherThan(String leader) {
        ClusterAwait.awaitRollout().until(Operator::leader, now -> !now.isEmpty() && !now.equals(leader));
    }

    private static String leaseField(String path) {
        return Cluster.tryKubectl("-n", NAMESPACE, "get", LEASE, "-o", "jsonpath=" + path)
                .stdout()
                .strip();
    }

    /** Returns the end of the operator's log, of all pods. */
    static String log() {
        return Cluster.tryKubectl("-n", NAMESPACE, "logs", "-l", SELECTOR, "--tail=60")
                .stdout();
    }
}
