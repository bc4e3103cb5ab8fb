package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static io.audiostream.systemtest.cluster.ClusterAwait.kubectlTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The scope of the operator: the namespaces that it may access, and the objects that it leaves behind. */
@Order(3)
class NamespacesE2E {

    @Test
    void servesListedNamespaceWithoutClusterWidePermissions() {
        // given
        Operator.uninstall();
        try (Namespace watched = Namespace.create("e2e-watched");
                Namespace other = Namespace.create("e2e-other")) {
            Operator.install("watchNamespaces={e2e-watched}");
            try {
                assertThat(clusterWideObjects()).isEmpty();

                // when
                watched.applyService("speech", "");
                other.applyService("speech", "");
                watched.awaitSettled("speech");

                // then
                assertThat(events(watched, "speech"))
                        .contains("audiostream-operator", "Created", "Serving")
                        .doesNotContain("Warning");
                assertThat(Operator.log()).isNotBlank().doesNotContainIgnoringCase("forbidden");
                assertThat(other.field("tsvc/speech", "{.status}")).isEmpty();
                assertThat(other.kubectl("get", "deployments,services,configmaps", "-o", "name"))
                        .doesNotContain("speech");
                String account = "system:serviceaccount:" + Operator.NAMESPACE + ":audiostream-operator";
                assertThat(canI(account, "list", "pods", "--all-namespaces")).isEqualTo("no");
                assertThat(canI(account, "list", "pods", "-n", "e2e-other")).isEqualTo("no");
                assertThat(canI(account, "get", "secrets", "-n", "e2e-watched")).isEqualTo("no");
                assertThat(canI(account, "list", "pods", "-n", "e2e-watched")).isEqualTo("yes");
            } finally {
                Operator.uninstall();
            }
        }
    }

    @Test
    void leavesNothingBehindAfterUninstall() {
        // given
        Operator.install();
        try (Namespace namespace = Namespace.create("e2e-leftovers")) {
            List<String> before = objects(namespace.name());
            namespace.applyService(
                    "speech", "  resources: {requests: {cpu: 50m}}\n  autoscaling: {minReplicas: 1, maxReplicas: 2}");
            namespace.kubectl("wait", "--for=create", "hpa/speech", kubectlTimeout());
            namespace.awaitReady("speech");
            assertThat(Operator.log()).isNotBlank().doesNotContainIgnoringCase("forbidden");

            // when
            namespace.kubectl("delete", "tsvc", "speech", kubectlTimeout());
            Operator.uninstall();

            // then
            awaitRollout()
                    .untilAsserted(() -> assertThat(objects(namespace.name())).isEqualTo(before));
            assertThat(clusterWideObjects()).isEmpty();
            awaitRollout()
                    .untilAsserted(() -> assertThat(objects(Operator.NAMESPACE))
                            .as("objects that not every namespace has")
                            .allMatch(object -> object.equals("configmap/kube-root-ca.crt")
                                    || object.equals("serviceaccount/default")));
        }
    }

    private static String events(Namespace namespace, String service) {
        String description = namespace.kubectl("describe", "tsvc", service);
        return description.substring(description.indexOf("Events:"));
    }

    /** Returns the cluster-wide objects of the release, without the CRD, which an uninstall keeps. */
    private static List<String> clusterWideObjects() {
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

    private static String canI(String account, String verb, String kind, String... scope) {
        var arguments = new ArrayList<>(List.of("auth", "can-i", verb, kind, "--as=" + account));
        arguments.addAll(List.of(scope));
        return Cluster.tryKubectl(arguments.toArray(String[]::new)).stdout().strip();
    }
}
