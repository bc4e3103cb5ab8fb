package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ClusterProgram;
import io.audiostream.operator.testing.NamespacedAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs the chart and the plain manifests into a real API server, in the ways that docs/install.md shows. */
class InstallIT {
    private static final Path CHART =
            Path.of("../helm/audiostream-operator").toAbsolutePath().normalize();
    private static final Path MANIFESTS =
            Path.of("../deploy/install").toAbsolutePath().normalize();
    private static final Path ROUTES =
            Path.of("../deploy/routes").toAbsolutePath().normalize();
    private static final File ROLES = new File("../deploy/roles/aggregated-roles.yaml");

    /** The cluster roles that the controller manager aggregates into {@code admin}; none runs here. */
    private static final List<String> ADMIN_ROLES = List.of(
            "system:aggregate-to-admin",
            "system:aggregate-to-edit",
            "system:aggregate-to-view",
            "audiostream-view",
            "audiostream-edit",
            "audiostream-admin");

    @TempDir
    private Path folder;

    private KubernetesClient client;
    private String namespace;
    private ClusterProgram programs;

    @BeforeEach
    void connect() {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
        programs = new ClusterProgram(folder);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void installsForNamespaceOfItsAdmin() throws Exception {
        // given
        client.load(Files.newInputStream(ROLES.toPath())).serverSideApply();
        var admin = new NamespacedAccount(client, namespace);
        ADMIN_ROLES.forEach(role -> admin.bindClusterRole(namespace, role));

        // when
        var install = programs.run(
                admin.kubeconfig(),
                "helm",
                "install",
                "mine",
                CHART.toString(),
                "--namespace",
                namespace,
                "--set",
                "watchNamespaces={" + namespace + "},crds.install=false,routes.ingress=true");

        // then
        assertThat(install.exitCode()).as(install.output()).isZero();
        assertThat(deployment()).isNotNull();
    }

    /** The definition of this API server comes from deploy/crd, without Helm. */
    @Test
    void installsBesideSameDefinitionOfOtherOwner() throws Exception {
        // when
        var install = programs.run(
                ApiServer.shared().kubeconfig(), "helm", "install", namespace, CHART.toString(), "-n", namespace);

        // then
        assertThat(install.exitCode()).as(install.output()).isZero();
        assertThat(deployment()).isNotNull();
    }

    @Test
    void rendersManifestsForOtherNamespaceAndPrefix() throws Exception {
        // given
        var overlay = Files.createDirectory(folder.resolve("overlay"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                namespace: speech
                namePrefix: team-a-
                resources: [%s, %s]
                """.formatted(
                        overlay.toRealPath().relativize(MANIFESTS.toRealPath()),
                        overlay.toRealPath().relativize(ROUTES.toRealPath())));

        // when
        var rendered = programs.run(ApiServer.shared().kubeconfig(), "kubectl", "kustomize", overlay.toString());

        // then
        assertThat(rendered.exitCode()).as(rendered.output()).isZero();
        assertThat(rendered.output())
                .contains(
                        "--leader-election-lease=audiostream-operator", "namespace: speech", "- audiostream-operator\n")
                .doesNotContain("audiostream-system/", "namespace: audiostream-system");
        assertThat(rendered.output().split("---"))
                .filteredOn(object -> object.contains("kind: ClusterRoleBinding") && object.contains("operator-routes"))
                .singleElement()
                .asString()
                .containsPattern("kind: ServiceAccount\\s+name: team-a-audiostream-operator\\s+namespace: speech");
    }

    @Test
    void rendersAsSubchartWithSwitchAndGlobalValues() throws Exception {
        // given
        var parent = subchart();

        // when
        var on = template(parent, "audiostream-operator.enabled=true,global.region=eu");
        var off = template(parent, "audiostream-operator.enabled=false");

        // then
        assertThat(on.exitCode()).as(on.output()).isZero();
        assertThat(on.output()).contains("kind: Deployment");
        assertThat(off.exitCode()).as(off.output()).isZero();
        assertThat(off.output()).doesNotContain("kind: Deployment");
    }

    private ClusterProgram.Result template(Path chart, String values) throws IOException, InterruptedException {
        return programs.run("", "helm", "template", "app", chart.toString(), "--set", values);
    }

    /** A chart that contains the operator's, as {@code helm dependency update} leaves it. */
    private Path subchart() throws IOException {
        var parent = Files.createDirectories(folder.resolve("parent/charts")).getParent();
        Files.writeString(parent.resolve("Chart.yaml"), """
                apiVersion: v2
                name: parent
                version: 1.0.0
                dependencies:
                  - name: audiostream-operator
                    version: ">=0.0.0"
                    condition: audiostream-operator.enabled
                """);
        try (var files = Files.walk(CHART)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        parent.resolve("charts/audiostream-operator")
                                .resolve(CHART.relativize(file).toString()));
            }
        }
        return parent;
    }

    private Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("audiostream-operator")
                .get();
    }
}
