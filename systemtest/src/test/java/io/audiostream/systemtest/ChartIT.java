package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Renders the Helm chart, without a cluster. */
class ChartIT {

    private static final String CHART = "helm/audiostream-operator";
    private static final List<String> CLUSTER_KINDS =
            List.of("ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition");
    private static final List<String> MONITORING_KINDS = List.of("ServiceMonitor", "PodMonitor", "PrometheusRule");

    /** The chart with its default values, rendered once for all tests. */
    private static String defaults;

    @BeforeAll
    static void renderDefaults() {
        defaults = render();
    }

    @Test
    void passesStrictLint() {
        // when
        RunningProgram lint = helm("lint", "--strict", CHART);

        // then
        assertThat(lint.awaitExit()).as(lint::stdout).isZero();
    }

    @Test
    void rendersMinimalClusterRoleForAllNamespaces() {
        // then
        assertThat(kinds(defaults))
                .contains(
                        "Deployment", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition")
                .doesNotContain(
                        "PodDisruptionBudget",
                        "NetworkPolicy",
                        "ServiceMonitor",
                        "PodMonitor",
                        "PrometheusRule",
                        "ConfigMap");
        String roles =
                String.join("\n", documents(defaults, "ClusterRole")) + String.join("\n", documents(defaults, "Role"));
        assertThat(roles).doesNotContain("*", "escalate", "impersonate", "bind");
    }

    @Test
    void rendersNoClusterWideObjectForListedNamespaces() {
        // when
        String manifests = render("watchNamespaces={one,two}", "crds.install=false");

        // then
        assertThat(kinds(manifests)).doesNotContainAnyElementsOf(CLUSTER_KINDS);
        assertThat(documents(manifests, "Role"))
                .anyMatch(role -> role.contains("namespace: \"one\""))
                .anyMatch(role -> role.contains("namespace: \"two\""));
        assertThat(documents(manifests, "Deployment"))
                .singleElement()
                .asString()
                .contains("--namespaces=one,two");
    }

    @Test
    void rendersEveryOptionalObject() {
        // when
        String manifests = render(
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

        // then
        assertThat(kinds(manifests)).contains("PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor");
        assertThat(documents(manifests, "Deployment"))
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

    @Test
    void scrapesTranscribersOfAllNamespacesAndTheOperator() {
        // when
        var monitors = documents(
                render("metrics.podMonitor.enabled=true", "metrics.podMonitor.labels.release=prometheus"),
                "PodMonitor");

        // then
        assertThat(monitors)
                .hasSize(2)
                .allSatisfy(monitor ->
                        assertThat(monitor).contains("release: prometheus", "path: /metrics", "interval: 30s"));
        assertThat(monitors.getFirst())
                .contains(
                        "any: true",
                        "app.kubernetes.io/name: audiostream-transcriber",
                        "port: http",
                        "targetLabel: transcriptionservice");
        assertThat(monitors.getLast()).contains("app.kubernetes.io/name: audiostream-operator", "port: health");
    }

    @Test
    void scrapesTranscribersOfListedNamespaces() {
        // when
        var monitors = documents(
                render("metrics.podMonitor.enabled=true", "watchNamespaces={one,two}", "crds.install=false"),
                "PodMonitor");

        // then
        assertThat(monitors.getFirst())
                .containsPattern("matchNames:\\s+- one\\s+- two\n")
                .doesNotContain("any: true");
    }

    /** Two monitors would double each metric of the operator. */
    @Test
    void scrapesOperatorOnceWithServiceMonitor() {
        // when
        String manifests = render("metrics.podMonitor.enabled=true", "metrics.serviceMonitor.enabled=true");

        // then
        assertThat(documents(manifests, "PodMonitor"))
                .singleElement()
                .asString()
                .contains("audiostream-transcriber");
        assertThat(documents(manifests, "ServiceMonitor")).hasSize(1);
    }

    @Test
    void addsRunbookToEachAlertAndLeavesOutDisabledOnes() throws IOException {
        // when
        String rule = documents(
                        render("metrics.alerts.enabled=true", "metrics.alerts.disabled={AudiostreamNoFreeSlot}"),
                        "PrometheusRule")
                .getFirst();

        // then
        assertThat(rule).doesNotContain("AudiostreamNoFreeSlot").contains("{{ $labels.namespace }}");
        assertThat(MonitoringFiles.alerts())
                .filteredOn(alert -> !alert.equals("AudiostreamNoFreeSlot"))
                .allSatisfy(alert -> assertThat(rule)
                        .contains("alert: " + alert + "\n", "docs/alerts.md#" + alert.toLowerCase(Locale.ROOT) + "\n"));
    }

    @Test
    void labelsDashboardsForGrafanasSidecar() throws IOException {
        // when
        var dashboards =
                documents(render("metrics.dashboards.enabled=true", "metrics.dashboards.folder=Speech"), "ConfigMap");

        // then
        assertThat(dashboards)
                .hasSize((int) MonitoringFiles.dashboards().count())
                .allSatisfy(dashboard -> assertThat(dashboard)
                        .contains("grafana_dashboard: \"1\"", "grafana_folder: \"Speech\"", "\"uid\": \"audiostream-"));
    }

    @ParameterizedTest
    @CsvSource({
        "metrics.serviceMonitor.enabled, ServiceMonitor",
        "metrics.podMonitor.enabled, PodMonitor",
        "metrics.alerts.enabled, PrometheusRule"
    })
    void refusesMonitoringWithoutPrometheusOperator(String value, String kind) {
        // when
        RunningProgram template = helm("template", "audiostream", CHART, "--set", value + "=true");

        // then
        assertThat(template.awaitExit()).isNotZero();
        assertThat(template.stderr())
                .contains(
                        value + "=true needs monitoring.coreos.com/v1/" + kind,
                        "install the CRDs of the Prometheus operator first",
                        "--api-versions monitoring.coreos.com/v1/" + kind);
    }

    @Test
    void refusesUnknownDisabledAlertAndListsAlerts() {
        // when
        RunningProgram template =
                helm(templating(CHART, "metrics.alerts.enabled=true", "metrics.alerts.disabled={NoSlots}"));

        // then
        assertThat(template.awaitExit()).isNotZero();
        assertThat(template.stderr()).contains("'NoSlots'", "the alerts are AudiostreamNoFreeSlot, ");
    }

    /** Lists all permissions, so that a change that adds one also changes this test. */
    @Test
    void grantsExactlyThesePermissions() {
        // then
        assertThat(rules(operatorRole(defaults)))
                .containsExactly(
                        "audiostream.io transcriptionservices: get, list, watch",
                        "audiostream.io transcriptionmodels: get, list, watch, patch",
                        "audiostream.io transcriptionservices/status, transcriptionmodels/status: get, patch",
                        "audiostream.io transcriptionservices/scale: patch",
                        "audiostream.io transcriptionservices/finalizers, transcriptionmodels/finalizers: update",
                        "\"\" services, serviceaccounts: get, list, watch, create, patch",
                        "\"\" configmaps: get, list, watch, create, patch, delete",
                        "\"\" secrets: create",
                        "\"\" persistentvolumeclaims: get, list, watch, create, patch",
                        "batch jobs: get, list, watch, create, patch, delete",
                        "apps deployments: get, list, watch, create, patch",
                        "policy poddisruptionbudgets: get, list, watch, create, patch, delete",
                        "autoscaling horizontalpodautoscalers: get, list, watch, create, patch, delete",
                        "\"\" pods: get, list, watch, patch",
                        "\"\" events: create, patch",
                        "coordination.k8s.io leases [audiostream-operator]: get");
        assertThat(rules(documents(defaults, "Role").getFirst()))
                .containsExactly(
                        "coordination.k8s.io leases: create",
                        "coordination.k8s.io leases [audiostream-operator]: get, update, patch, delete");
        assertThat(rules(documents(render("watchNamespaces={one}"), "Role").getFirst()))
                .isEqualTo(rules(operatorRole(defaults)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routes.ingress | networking.k8s.io ingresses: get, list, watch, create, patch, delete",
                "routes.gateway | gateway.networking.k8s.io grpcroutes, httproutes:"
                        + " get, list, watch, create, patch, delete"
            })
    void grantsRightsForRoutesByValueOnly(String value, String rule) {
        // then
        assertThat(rules(operatorRole(render(value + "=true"))))
                .hasSize(rules(operatorRole(defaults)).size() + 1)
                .containsAll(rules(operatorRole(defaults)))
                .contains(rule);
        assertThat(rules(documents(render("watchNamespaces={one}", value + "=true"), "Role")
                        .getFirst()))
                .contains(rule);
    }

    private static String operatorRole(String manifests) {
        return documents(manifests, "ClusterRole").stream()
                .filter(document -> document.contains("name: audiostream-system-audiostream-operator\n"))
                .findFirst()
                .orElseThrow();
    }

    /** The lease's namespace is the pod's, so that the manifests also work in another namespace. */
    @Test
    void namesNoNamespaceInArguments() {
        // then
        assertThat(documents(defaults, "Deployment"))
                .singleElement()
                .asString()
                .contains("--leader-election-lease=audiostream-operator", "fieldPath: metadata.namespace")
                .doesNotContain("audiostream-system/");
    }

    @Test
    void grantsUsersExactlyThesePermissions() {
        // then
        assertThat(aggregatedRules("view"))
                .containsExactly("audiostream.io transcriptionservices, transcriptionservices/status,"
                        + " transcriptionmodels, transcriptionmodels/status: get, list, watch");
        assertThat(aggregatedRules("edit"))
                .containsExactly(
                        "audiostream.io transcriptionservices, transcriptionmodels:"
                                + " create, update, patch, delete, deletecollection",
                        "audiostream.io transcriptionservices/scale: get, update, patch");
        assertThat(aggregatedRules("admin"))
                .containsExactly(
                        "audiostream.io transcriptionservices/status, transcriptionmodels/status: patch",
                        "audiostream.io transcriptionservices/finalizers, transcriptionmodels/finalizers: update");
    }

    private static List<String> aggregatedRules(String role) {
        return documents(defaults, "ClusterRole").stream()
                .filter(document -> document.contains("name: audiostream-system-audiostream-operator-" + role))
                .flatMap(document -> rules(document).stream())
                .toList();
    }

    /** Returns each rule as GROUP RESOURCES [NAMES]: VERBS. */
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
    void allowsMetricsIngressAndDnsAndApiServerEgress() {
        // when / then
        assertThat(documents(render("networkPolicy.enabled=true"), "NetworkPolicy"))
                .singleElement()
                .asString()
                .contains("port: 8001", "port: 53", "port: 443", "port: 6443");
    }

    @Test
    void prefersDigestOverTag() {
        // given
        String digest = "sha256:" + "0a".repeat(32);

        // when / then
        assertThat(documents(render("image.digest=" + digest), "Deployment"))
                .singleElement()
                .asString()
                .contains("image: ghcr.io/audiostream/operator@" + digest);
    }

    @Test
    void keepsDefinitionAfterUninstallByDefault() {
        // when / then
        assertThat(documents(defaults, "CustomResourceDefinition"))
                .hasSize(2)
                .allSatisfy(crd -> assertThat(crd).contains("helm.sh/resource-policy: keep"));
        assertThat(documents(render("crds.keep=false"), "CustomResourceDefinition"))
                .hasSize(2)
                .allSatisfy(crd -> assertThat(crd).doesNotContain("resource-policy"));
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
        "routes.ingress=1, ingress",
        "routes.httproute=true, httproute",
        "metrics.serviceMonitor.interval=often, interval",
        "metrics.podMonitor.interval=0s, interval",
        "metrics.podMonitor.port=http, port",
        "metrics.alerts.runbookUrl=wiki, runbookUrl",
        "metrics.alerts.disabled=AudiostreamNoLeader, disabled",
        "metrics.dashboards.label=-grafana, label",
        "metrics.dashboards.labelValue=a b, labelValue",
        "networkPolicy.apiServerPorts={70000}, apiServerPorts",
        "transcriber.image=Registry.example.com/Transcriber, image"
    })
    void refusesInvalidValueAndNamesIt(String value, String name) {
        // when
        RunningProgram template = helm("template", "audiostream", CHART, "--set", value);

        // then
        assertThat(template.awaitExit()).isNotZero();
        assertThat(template.stderr()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "ServiceAccount", "Service", "Role", "RoleBinding"})
    void rendersNamespacedObjectsInTheReleaseNamespace(String kind) {
        // then
        assertThat(documents(defaults, kind))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object).contains("namespace: audiostream-system"));
    }

    /** {@code helm upgrade --reuse-values} ignores the defaults of the chart, so the templates need their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicaCount=2",
                "metrics.serviceMonitor.enabled=true",
                "metrics.podMonitor.enabled=true",
                "metrics.alerts.enabled=true",
                "metrics.dashboards.enabled=true"
            })
    void rendersTheSameWithValuesOfTheFirstVersion(String value, @TempDir Path folder) throws IOException {
        // given
        Path chart = copyOfChart(folder);
        Files.copy(
                Path.of("src/test/resources/chart/first-values.yaml"),
                chart.resolve("values.yaml"),
                StandardCopyOption.REPLACE_EXISTING);

        // when
        String manifests = renderChart(chart.toString(), value);

        // then
        assertThat(manifests).isEqualTo(render(value));
    }

    private static Path copyOfChart(Path folder) throws IOException {
        Path chart = TestPaths.ROOT.resolve(CHART);
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("chart").resolve(chart.relativize(file)));
            }
        }
        return folder.resolve("chart");
    }

    private static String render(String... values) {
        return renderChart(CHART, values);
    }

    private static String renderChart(String chart, String... values) {
        RunningProgram template = helm(templating(chart, values));
        assertThat(template.awaitExit()).as(template::stderr).isZero();
        return template.stdout();
    }

    /** Returns the arguments of helm that render the chart for a cluster with the Prometheus operator. */
    private static Object[] templating(String chart, String... values) {
        List<String> arguments =
                new ArrayList<>(List.of("template", "audiostream", chart, "--namespace", "audiostream-system"));
        for (String kind : MONITORING_KINDS) {
            arguments.addAll(List.of("--api-versions", "monitoring.coreos.com/v1/" + kind));
        }
        for (String value : values) {
            arguments.addAll(List.of("--set", value));
        }
        return arguments.toArray();
    }

    private static List<String> kinds(String manifests) {
        return Pattern.compile("^kind: (\\S+)$", Pattern.MULTILINE)
                .matcher(manifests)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Returns the objects of one kind, as text. */
    private static List<String> documents(String manifests, String kind) {
        return Pattern.compile("^---$", Pattern.MULTILINE)
                .splitAsStream(manifests)
                .filter(document -> kinds(document).contains(kind))
                .toList();
    }

    private static RunningProgram helm(Object... arguments) {
        try (RunningProgram helm = RunningProgram.start(TestPaths.helm(), arguments)) {
            helm.awaitExit();
            return helm;
        }
    }
}
