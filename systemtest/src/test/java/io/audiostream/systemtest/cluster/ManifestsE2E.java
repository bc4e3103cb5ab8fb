package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.kubectlTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator without Helm: {@code kubectl apply -k deploy/install}. */
@Tag("node")
@Order(5)
class ManifestsE2E {

    @BeforeEach
    void uninstallRelease() {
        Operator.uninstall();
        Cluster.kubectl(
                "delete",
                "crd",
                "transcriptionservices.audiostream.io",
                "transcriptionmodels.audiostream.io",
                "--ignore-not-found",
                kubectlTimeout());
    }

    @AfterEach
    void deleteManifests() {
        Cluster.tryKubectl("delete", "-k", "deploy/install", "--ignore-not-found", kubectlTimeout());
    }

    @Test
    void installsOperatorAndUninstallsWithoutLeftovers() {
        // when
        Cluster.kubectl("apply", "-k", "deploy/install");
        Cluster.kubectl(
                "-n", Operator.NAMESPACE, "rollout", "status", "deployment/audiostream-operator", kubectlTimeout());

        // then
        try (Namespace namespace = Namespace.create("e2e-manifests")) {
            namespace.applyService("plain", "");
            namespace.awaitSettled("plain");
        }

        // when
        Cluster.kubectl("delete", "-k", "deploy/install", kubectlTimeout());

        // then
        assertThat(Cluster.kubectl("get", "clusterroles,clusterrolebindings,crds", "-o", "name"))
                .doesNotContain("audiostream");
    }
}
