package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator that may see one namespace only; and everything gone at the end. */
class NamespacesE2E {

    @Test
    void anOperatorOfOneNamespaceNeedsNoRightsInTheCluster() {
        Operator.uninstall();
        try (Namespace mine = Namespace.create("e2e-mine");
                Namespace theirs = Namespace.create("e2e-theirs")) {
            Operator.install("watchNamespaces={e2e-mine}");
            try {
                assertThat(clusterWide()).isEmpty();
                mine.applyService("speech", "");
                theirs.applyService("speech", "");

                mine.awaitSettled("speech");

                assertThat(theirs.field("tsvc/speech", "{.status}")).isEmpty();
                assertThat(theirs.kubectl("get", "deployments,services,configmaps", "-o", "name"))
                        .doesNotContain("speech");
                String account = "system:serviceaccount:" + Operator.NAMESPACE + ":audiostream-operator";
                assertThat(may(account, "list", "pods", "--all-namespaces")).isEqualTo("no");
                assertThat(may(account, "list", "pods", "-n", "e2e-theirs")).isEqualTo("no");
                assertThat(may(account, "get", "secrets", "-n", "e2e-mine")).isEqualTo("no");
                assertThat(may(account, "list", "pods", "-n", "e2e-mine")).isEqualTo("yes");
            } finally {
                Operator.uninstall();
            }
        }
    }

    @Test
    void nothingIsLeftWhenResourcesAndReleaseAreGone() {
        Operator.install();
        try (Namespace namespace = Namespace.create("e2e-leftovers")) {
            List<String> before = objects(namespace.name());
            namespace.applyService(
                    "speech", "  resources: {requests: {cpu: 50m}}\n  autoscaling: {minReplicas: 1, maxReplicas: 2}");
            namespace.kubectl("wait", "--for=create", "hpa/speech", "--timeout=60s");
            namespace.awaitReady("speech");

            namespace.kubectl("delete", "tsvc", "speech", "--timeout=60s");
            Operator.uninstall();

            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(objects(namespace.name())).isEqualTo(before));
            assertThat(clusterWide()).isEmpty();
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(objects(Operator.NAMESPACE))
                            .as("but for what every namespace has")
                            .allMatch(object -> object.equals("configmap/kube-root-ca.crt")
                                    || object.equals("serviceaccount/default")));
        }
    }

    /** Objects of the release that belong to no namespace; the definition of the resource is kept on purpose. */
    private static List<String> clusterWide() {
        return Cluster.kubectl(
                        "get",
                        "clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations",
                        "-o",
                        "name")
                .lines()
                .filter(name -> name.contains("audiostream"))
                .toList();
    }

    private static List<String> objects(String namespace) {
        String kinds = Cluster.kubectl("api-resources", "--namespaced", "--verbs=list", "-o", "name")
                .lines()
                .filter(kind -> !kind.startsWith("events") && !kind.contains("metrics.k8s.io"))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        return Cluster.kubectl("-n", namespace, "get", kinds, "-o", "name", "--ignore-not-found")
                .lines()
                .sorted()
                .toList();
    }

    private static String may(String account, String verb, String kind, String... scope) {
        var arguments = new ArrayList<>(List.of("auth", "can-i", verb, kind, "--as=" + account));
        arguments.addAll(List.of(scope));
        return Cluster.tryKubectl(arguments.toArray(String[]::new)).output().strip();
    }
}
