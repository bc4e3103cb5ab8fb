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
                .anyMatch(role -> role.contains("namespace: \"one\""))
                .anyMatch(role -> role.contains("namespace: \"two\""));
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
                "extraEnv[0].name=JAVA_TOOL_OPTIONS",
                "extraEnv[0].value=-Xlog:gc",
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
                        "name: JAVA_TOOL_OPTIONS",
                        "disk: ssd",
                        "priorityClassName: high");
    }

    /** In whole, so that nobody widens them unseen. */
    @Test
    void theOperatorMayDoJustThis() {
        assertThat(rules(documents(template(), "ClusterRole").getFirst()))
                .containsExactly(
                        "audiostream.io transcriptionservices: get, list, watch",
                        "audiostream.io transcriptionservices/status: get, patch",
                        "audiostream.io transcriptionservices/finalizers: update",
                        "\"\" configmaps, services, serviceaccounts: get, list, watch, create, patch",
                        "apps deployments: get, list, watch, create, patch",
                        "autoscaling horizontalpodautoscalers: get, list, watch, create, patch, delete",
                        "\"\" pods: get, list, watch, patch",
                        "\"\" events: create, patch");
        assertThat(rules(documents(template(), "Role").getFirst()))
                .containsExactly(
                        "coordination.k8s.io leases: create",
                        "coordination.k8s.io leases [audiostream-operator]: get, update, patch, delete");
        assertThat(rules(documents(template("watchNamespaces={one}"), "Role").getFirst()))
                .isEqualTo(rules(documents(template(), "ClusterRole").getFirst()));
    }

    /** GROUP RESOURCES [NAMES]: VERBS of each rule. */
    private static List<String> rules(String role) {
        return Pattern.compile(
                        "apiGroups: \\[(.*)]\\s+resources: \\[(.*)]\\s+(?:resourceNames: (\\[.*])\\s+)?verbs: \\[(.*)]")
                .matcher(role)
                .results()
                .map(rule -> rule.group(1) + " " + rule.group(2) + (rule.group(3) == null ? "" : " " + rule.group(3))
                        + ": " + rule.group(4))
                .toList();
    }

    @Test
    void theNetworkPolicyLetsInWhatAsksAndOutWhatIsAsked() {
        assertThat(documents(template("networkPolicy.enabled=true"), "NetworkPolicy"))
                .singleElement()
                .asString()
                .contains("port: 8001", "port: 53", "port: 443", "port: 6443");
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
        "networkPolicy.apiServerPorts={70000}, apiServerPorts",
        "transcriber.image=Registry.example.com/Transcriber, image"
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
