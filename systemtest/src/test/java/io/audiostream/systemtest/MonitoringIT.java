package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts, dashboards and the guide, with the metrics of the real programs. */
class MonitoringIT {

    private static final Path ALERTS = MonitoringFiles.ALERTS;
    private static final Path ALERT_TESTS = Path.of("src/test/resources/monitoring/alerts-test.yaml");
    private static final Path GUIDE = TestPaths.ROOT.resolve("docs/observability.md");

    /** A unit test of the operator holds this file. */
    private static final Path OPERATOR_METRICS = TestPaths.ROOT.resolve("operator/src/test/resources/metrics.txt");

    /** Labels that Prometheus and the PodMonitor of the chart add to each metric. */
    private static final Set<String> TARGET_LABELS = Set.of("namespace", "pod", "transcriptionservice");

    private static final Pattern VARIABLE = Pattern.compile("\\$(__)?(\\w+)");

    @TempDir
    static Path folder;

    /** Metrics of the transcriber and of an Envoy with TLS. */
    private static Map<String, Metric> podMetrics;

    private static Map<String, Metric> operatorMetrics;

    @BeforeAll
    static void scrape() throws Exception {
        new TestSecrets(folder).writeCertificate("web-tls");
        try (var http = HttpClient.newHttpClient();
                var service = LocalService.start("""
                            tls:
                              secretName: web-tls
                        """, "--secrets", folder)) {
            var request =
                    HttpRequest.newBuilder(service.probeAddress("/metrics")).build();
            podMetrics =
                    Metric.parse(http.send(request, BodyHandlers.ofString()).body());
        }
        operatorMetrics = Metric.parse(Files.readString(OPERATOR_METRICS));
    }

    @Test
    void hasValidAlerts() {
        // when
        var check = run(TestPaths.promtool(), "check", "rules", "--lint=all", "--lint-fatal", ALERTS);

        // then
        assertThat(check.awaitExit()).as(check::stderr).isZero();
    }

    @Test
    void firesAlertsAsTheirTestsExpect() {
        // when
        var tests = run(TestPaths.promtool(), "test", "rules", ALERT_TESTS.toAbsolutePath());

        // then
        assertThat(tests.awaitExit()).as(tests::stdout).isZero();
    }

    @Test
    void testsEachAlert() throws IOException {
        // when / then
        assertThat(MonitoringFiles.names(ALERT_TESTS, "- alertname: (\\w+)\n.*\n +exp_alerts"))
                .isEqualTo(MonitoringFiles.alerts());
    }

    @Test
    void alertsReadExistingMetrics() {
        // when
        var names = run(TestPaths.metricNames(), ALERTS);

        // then
        assertThat(names.awaitExit()).as(names::stderr).isZero();
        assertThat(names.stdout().lines()).isNotEmpty().allSatisfy(MonitoringIT::assertExists);
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.systemtest.MonitoringFiles#dashboards")
    void dashboardReadsExistingMetrics(Path dashboard) throws IOException {
        // given
        Path expressions = Files.createTempFile(folder, "expressions", ".txt");
        Files.write(expressions, expressions(MonitoringFiles.json(dashboard)).toList());

        // when
        var names = run(TestPaths.metricNames(), expressions);

        // then
        assertThat(names.awaitExit()).as(names::stderr).isZero();
        assertThat(names.stdout().lines()).isNotEmpty().allSatisfy(MonitoringIT::assertExists);
    }

    /** Lists each metric with its kind and its labels. */
    @Test
    void guideDescribesEachMetric() throws IOException {
        // given
        var documented = new TreeMap<String, String>();
        Pattern.compile("(?m)^\\| `(audiostream_\\w+)` \\| (\\w+)([^|]*) \\|")
                .matcher(Files.readString(GUIDE))
                .results()
                .forEach(row -> documented.put(
                        row.group(1),
                        row.group(2)
                                + Pattern.compile("`(\\w+)`")
                                        .matcher(row.group(3))
                                        .results()
                                        .map(label -> label.group(1))
                                        .sorted()
                                        .toList()));

        // when
        var served = new TreeMap<String, String>();
        Stream.of(podMetrics, operatorMetrics)
                .flatMap(metrics -> metrics.entrySet().stream())
                .filter(metric -> metric.getKey().startsWith("audiostream_"))
                // Of each histogram and summary there is one more, with its maximum.
                .filter(metric -> !metric.getKey().endsWith("_max"))
                .filter(metric -> !metric.getValue().kind().isEmpty())
                .forEach(metric -> served.put(
                        metric.getKey(),
                        metric.getValue().kind() + metric.getValue().labels()));

        // then
        assertThat(documented).isEqualTo(served);
    }

    /** @param line a metric and the labels that an expression expects of it */
    private static void assertExists(String line) {
        List<String> words = List.of(line.split(" "));
        // The process metrics of both programs are the same.
        Metric metric = operatorMetrics.getOrDefault(words.getFirst(), podMetrics.get(words.getFirst()));
        assertThat(metric).as("there is no metric %s", words.getFirst()).isNotNull();
        Set<String> labels = new TreeSet<>(metric.labels());
        labels.addAll(TARGET_LABELS);
        assertThat(labels).as("labels of %s", words.getFirst()).containsAll(words.subList(1, words.size()));
    }

    /** Returns the expressions of all panels and variables, with a duration for Grafana's intervals. */
    private static Stream<String> expressions(JsonObject dashboard) {
        var panels = MonitoringFiles.objects(dashboard, "panels")
                .flatMap(panel -> MonitoringFiles.objects(panel, "targets"))
                .map(target -> target.get("expr").getAsString());
        var variables = MonitoringFiles.objects(dashboard.getAsJsonObject("templating"), "list")
                .filter(variable -> variable.get("type").getAsString().equals("query"))
                .map(variable -> variable.get("definition").getAsString())
                .map(query -> query.replaceFirst("^label_values\\((.*), (\\w+)\\)$", "count by ($2) ($1)"));
        return Stream.concat(panels, variables)
                .map(expression ->
                        VARIABLE.matcher(expression).replaceAll(variable -> variable.group(1) == null ? "x" : "5m"));
    }

    private static RunningProgram run(Path program, Object... arguments) {
        try (RunningProgram running = RunningProgram.start(program, arguments)) {
            running.awaitExit();
            return running;
        }
    }
}
