package io.audiostream.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.testing.GoldenFile;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/metrics.txt");
    private static final String NOT_READY =
            "audiostream_operator_conditions{reason=\"NoPods\",status=\"False\",type=\"Ready\"}";

    private final OperatorMetrics metrics = new OperatorMetrics(() -> 0);

    @AfterEach
    void close() {
        metrics.close();
    }

    /** The monitoring tests compare this file with the guide, the alerts and the dashboards. */
    @Test
    void equalsGoldenFile() throws Exception {
        // given
        metrics.setLeader(true);
        metrics.monitorNamespaces(() -> 1, () -> 0);
        metrics.monitorConditions(() -> Stream.of(notReady("one")));
        reconcile(notReady("one"));

        // when
        var names = metrics.scrape()
                .lines()
                .filter(line -> line.matches("(# TYPE )?audiostream_.*"))
                .map(line -> line.startsWith("#") ? line : line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.joining("\n", "", "\n"));

        // then
        GoldenFile.at(GOLDEN).assertEquals(names);
    }

    @Test
    void namesNoResource() throws Exception {
        // given
        metrics.setLeader(true);
        metrics.monitorConditions(() -> Stream.of(notReady("very-special")));

        // when
        reconcile(notReady("very-special"));

        // then
        assertThat(metrics.scrape()).contains(NOT_READY).doesNotContain("special", "speech");
    }

    @Test
    void countsResourcesByStateOfCondition() {
        // given
        metrics.setLeader(true);

        // when
        metrics.monitorConditions(() -> Stream.of(notReady("one"), notReady("two")));

        // then
        assertThat(metrics.scrape()).contains(NOT_READY + " 2.0");

        // when
        metrics.monitorConditions(Stream::empty);

        // then
        assertThat(metrics.scrape()).doesNotContain(NOT_READY);
    }

    /** Otherwise the sum over the pods of the operator would count each resource more than once. */
    @Test
    void reportsNoConditionsAsStandby() {
        // given
        metrics.monitorConditions(() -> Stream.of(notReady("one")));

        // when
        metrics.setLeader(false);

        // then
        assertThat(metrics.scrape()).doesNotContain(NOT_READY);
    }

    @Test
    void countsWaitingAndRunningReconciles() {
        // given
        var resource = notReady("one");

        // when
        metrics.reconcileCustomResource(resource, null, Map.of());

        // then
        assertThat(metrics.scrape())
                .contains("audiostream_operator_reconciles_waiting 1.0", "audiostream_operator_reconciles_running 0.0");

        // when
        metrics.reconciliationExecutionStarted(resource, Map.of());

        // then
        assertThat(metrics.scrape())
                .contains("audiostream_operator_reconciles_waiting 0.0", "audiostream_operator_reconciles_running 1.0");

        // when
        metrics.cleanupDoneFor(ResourceID.fromResource(resource), Map.of());

        // then
        assertThat(metrics.scrape()).contains("audiostream_operator_reconciles_running 0.0");
    }

    private void reconcile(TranscriptionService resource) throws Exception {
        metrics.monitorSizeOf(Map.of(), "queue");
        metrics.reconcileCustomResource(resource, null, Map.of());
        metrics.reconciliationExecutionStarted(resource, Map.of());
        metrics.reconciliationExecutionFinished(resource, Map.of());
    }

    private static TranscriptionService notReady(String name) {
        var resource = new TranscriptionService();
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("speech").build());
        var condition = new ServiceCondition("Ready", "False", "NoPods", "message", "2026-01-01T00:00:00Z", 1);
        resource.setStatus(new TranscriptionServiceStatus(
                null,
                List.of(condition),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        return resource;
    }
}
