package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator without Helm: {@code kubectl apply -k deploy/install}. */
@Tag("node")
class ManifestsE2E {

    @BeforeEach
    void nothingIsInstalled() {
        Operator.uninstall();
        Cluster.kubectl(
                "delete", "crd", "transcriptionservices.audiostream.io", "--ignore-not-found", "--timeout=120s");
    }

    @AfterEach
    void remove() {
        Cluster.tryKubectl("delete", "-k", "deploy/install", "--ignore-not-found", "--timeout=120s");
    }

    @Test
    void theManifestsMakeAnOperatorThatServesResourcesAndGoAgain() {
        Cluster.kubectl("apply", "-k", "deploy/install");
        Cluster.kubectl(
                "-n", Operator.NAMESPACE, "rollout", "status", "deployment/audiostream-operator", "--timeout=120s");

        try (Namespace namespace = Namespace.create("e2e-manifests")) {
            namespace.applyService("plain", "");
            namespace.awaitSettled("plain");
        }

        Cluster.kubectl("delete", "-k", "deploy/install", "--timeout=120s");
        assertThat(Cluster.kubectl("get", "clusterroles,clusterrolebindings,crds", "-o", "name"))
                .doesNotContain("audiostream");
    }
}
