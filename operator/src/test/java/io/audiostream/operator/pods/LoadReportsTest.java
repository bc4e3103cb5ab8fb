package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.status.EnvoyReport;
import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.status.Load;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadReportsTest {
    private static final ResourceID ID = new ResourceID("minimal", "speech");
    private static final Load ONE_STREAM = new Load(4, OptionalInt.of(1), "engine");
    private static final Load TWO_STREAMS = new Load(4, OptionalInt.of(2), "engine");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final LoadReports reports =
            new LoadReports(Duration.ofSeconds(15), now::get, new ReportBudget(2, now::get));

    @Test
    void reportsFirstLoad() {
        // when / then
        assertThat(reports.isDue(ID, ONE_STREAM)).isTrue();
        assertThat(reports.current(ID, ONE_STREAM)).isEqualTo(ONE_STREAM);
    }

    @Test
    void holdsBackChangedStreams() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(14));

        // when / then
        assertThat(reports.isDue(ID, TWO_STREAMS)).isFalse();
        assertThat(reports.current(ID, TWO_STREAMS)).isEqualTo(ONE_STREAM);
    }

    @Test
    void reportsChangedStreamsAfterInterval() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(15));

        // when / then
        assertThat(reports.isDue(ID, TWO_STREAMS)).isTrue();
        assertThat(reports.current(ID, TWO_STREAMS)).isEqualTo(TWO_STREAMS);
    }

    @Test
    void countsIntervalFromLastReportedChange() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(10));
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(15));

        // when / then
        assertThat(reports.isDue(ID, TWO_STREAMS)).isTrue();
    }

    @Test
    void reportsChangedCapacityAtOnce() {
        // given
        reports.reported(ID, ONE_STREAM);

        // when / then
        assertThat(reports.isDue(ID, new Load(8, OptionalInt.of(1), "engine"))).isTrue();
    }

    /** Also what Envoy accepted, by which people see whether a change has arrived. */
    @Test
    void reportsChangedStateOfEnvoyAtOnce() {
        // given
        reports.reported(ID, ONE_STREAM);
        var routes = new EnvoyReport.Resource("version", null);
        var envoys = Map.of("speech-1", new EnvoyReport(routes, routes));

        // when / then
        assertThat(reports.isDue(ID, new Load(4, OptionalInt.of(1), "engine", Map.of(), envoys)))
                .isTrue();
    }

    /** Bytes arrive all the time, and each report is a write of the status. */
    @Test
    void holdsProgressOfFetchBack() {
        // given
        reports.reported(ID, fetching(1));

        // when / then
        assertThat(reports.isDue(ID, fetching(2))).isFalse();
        assertThat(reports.current(ID, fetching(2))).isEqualTo(fetching(1));

        // when
        now.set(Instant.EPOCH.plusSeconds(15));

        // then
        assertThat(reports.isDue(ID, fetching(2))).isTrue();
    }

    private static Load fetching(long bytes) {
        return new Load(0, OptionalInt.of(0), "", Map.of("speech-1", new FetchReport(bytes, 100L)), Map.of());
    }

    @Test
    void reportsAtOnceThatStreamsBecomeKnownOrUnknown() {
        // given
        reports.reported(ID, new Load(4, OptionalInt.empty(), "engine"));

        // when / then
        assertThat(reports.isDue(ID, ONE_STREAM)).isTrue();
    }

    @Test
    void needsNoReportOfSameLoad() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(60));

        // when / then
        assertThat(reports.isDue(ID, ONE_STREAM)).isFalse();
    }

    @Test
    void holdsBackStreamsOfMoreResourcesThanBudgetAllows() {
        // given
        var ids = Stream.of("one", "two", "three")
                .map(name -> new ResourceID(name, "speech"))
                .toList();
        ids.forEach(id -> reports.reported(id, ONE_STREAM));
        now.set(Instant.EPOCH.plusSeconds(15));

        // when / then
        assertThat(ids).map(id -> reports.isDue(id, TWO_STREAMS)).containsExactly(true, true, false);
        assertThat(reports.current(ids.getLast(), TWO_STREAMS)).isEqualTo(ONE_STREAM);

        // when
        now.set(Instant.EPOCH.plusSeconds(16));

        // then
        assertThat(reports.isDue(ids.getLast(), TWO_STREAMS)).isTrue();
    }

    @Test
    void reportsChangedCapacityWithoutBudget() {
        // given
        var ids = Stream.of("one", "two", "three")
                .map(name -> new ResourceID(name, "speech"))
                .toList();
        ids.forEach(id -> reports.reported(id, ONE_STREAM));
        now.set(Instant.EPOCH.plusSeconds(15));
        ids.forEach(id -> reports.isDue(id, TWO_STREAMS));

        // when / then
        assertThat(reports.isDue(ids.getLast(), new Load(8, OptionalInt.of(2), "engine")))
                .isTrue();
    }
}
