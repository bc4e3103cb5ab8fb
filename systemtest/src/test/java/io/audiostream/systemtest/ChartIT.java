package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes of values, without a cluster. */
class ChartIT {

    private static final String CHART = "helm/audiostream-operator";
    private static final List<String> CLUSTER_KINDS =
            List.of("ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition");

    @Test
    void helmFindsNothingToComplainAbout() {
        Program lint = helm("lint", "--strict", CHART);

        assertThat(lint.exitCode()).as(lint.output()).isZero();
    }

    @Test
    void allNamespacesNeedAClusterRoleThatMayDoNoMoreThanItMust() {
        String made = template();

        assertThat(kinds(made))
                .contains(
                        "Deployment", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition")
                .doesNotContain("PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor");
        String rights = String.join("\n", documents(made, "ClusterRole")) + String.join("\n", documents(made, "Role"));
        assertThat(rights).doesNotContain("*", "secrets", "escalate", "impersonate", "bind");
    }

    @Test
    void listedNamespacesNeedNoRightInTheCluster() {
        String made = template("watchNamespaces={one,two}", "crds.install=false");

        assertThat(kinds(made)).doesNotContainAnyElementsOf(CLUSTER_KINDS);
        assertThat(documents(made, "Role"))
                .anyMatch(role -> role.contains("namespace: one"))
                .anyMatch(role -> role.contains("namespace: two"));
        assertThat(documents(made, "Deployment")).singleElement().asString().contains("--namespaces=one,two");
    }

    @Test
    void everythingThatIsOptionalCanBeHad() {
        String made = template(
                "replicaCount=2",
                "networkPolicy.enabled=true",
                "metrics.serviceMonitor.enabled=true",
                "metrics.serviceMonitor.labels.release=prometheus",
                "imagePullSecrets[0].name=mine",
                "models.mirror=http://models.example.com/whisper",
                "transcriber.image=registry.example.com/transcriber:1",
                "envoy.image=registry.example.com/envoy:1",
                "extraEnv[0].name=HTTPS_PROXY",
                "extraEnv[0].value=http://proxy.example.com:3128",
                "nodeSelector.disk=ssd",
                "priorityClassName=high");

        assertThat(kinds(made)).contains("PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor");
        assertThat(documents(made, "Deployment"))
                .singleElement()
                .asString()
                .contains(
                        "replicas: 2",
                        "name: mine",
                        "value: http://models.example.com/whisper",
                        "value: registry.example.com/transcriber:1",
                        "value: registry.example.com/envoy:1",
                        "name: HTTPS_PROXY",
                        "disk: ssd",
                        "priorityClassName: high");
    }

    @Test
    void aDigestTakesThePlaceOfTheTag() {
        String digest = "sha256:" + "0a".repeat(32);

        assertThat(documents(template("image.digest=" + digest), "Deployment"))
                .singleElement()
                .asString()
                .contains("image: ghcr.io/audiostream/operator@" + digest);
    }

    @Test
    void theDefinitionOutlivesTheReleaseUnlessToldOtherwise() {
        assertThat(documents(template(), "CustomResourceDefinition"))
                .singleElement()
                .asString()
                .contains("helm.sh/resource-policy: keep");
        assertThat(documents(template("crds.keep=false"), "CustomResourceDefinition"))
                .singleElement()
                .asString()
                .doesNotContain("resource-policy");
    }

    @ParameterizedTest
    @CsvSource({
        "replicaCount=-1, replicaCount",
        "replicas=2, replicas",
        "watchNamespaces={Not_A_Name}, watchNamespaces",
        "image.digest=sha256:1234, digest",
        "image.pullPolicy=Sometimes, pullPolicy",
        "log.level=LOUD, level",
        "log.format=xml, format",
        "models.mirror=models.example.com, mirror",
        "metrics.serviceMonitor.interval=often, interval",
        "networkPolicy.apiServerPorts={70000}, apiServerPorts"
    })
    void aWrongValueIsRefusedByItsName(String value, String name) {
        Program template = helm("template", "audiostream", CHART, "--set", value);

        assertThat(template.exitCode()).isNotZero();
        assertThat(template.errors()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "ServiceAccount", "Service", "Role", "RoleBinding"})
    void whatIsInANamespaceIsInTheReleases(String kind) {
        assertThat(documents(template(), kind))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object).contains("namespace: audiostream-system"));
    }

    private static String template(String... values) {
        List<String> arguments =
                new ArrayList<>(List.of("template", "audiostream", CHART, "--namespace", "audiostream-system"));
        for (String value : values) {
            arguments.addAll(List.of("--set", value));
        }
        Program template = helm(arguments.toArray());
        assertThat(template.exitCode()).as(template.errors()).isZero();
        return template.output();
    }

    private static List<String> kinds(String manifests) {
        return Pattern.compile("^kind: (\\S+)$", Pattern.MULTILINE)
                .matcher(manifests)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The objects of one kind, as text. */
    private static List<String> documents(String manifests, String kind) {
        return Pattern.compile("^---$", Pattern.MULTILINE)
                .splitAsStream(manifests)
                .filter(document -> kinds(document).contains(kind))
                .toList();
    }

    private static Program helm(Object... arguments) {
        Program helm = Program.start(Installation.helm(), arguments);
        helm.exitCode();
        return helm;
    }
}
