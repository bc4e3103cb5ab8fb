package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.status.EnvoyReport;
import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.status.Load;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadReportsTest {
    private static final ResourceID ID = new ResourceID("minimal", "speech");
    private static final Load ONE_STREAM = new Load(4, OptionalInt.of(1), "engine");
    private static final Load TWO_STREAMS = new Load(4, OptionalInt.of(2), "engine");
    private static final Load THREE_STREAMS = new Load(4, OptionalInt.of(3), "engine");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final LoadReports reports = new LoadReports(Duration.ofSeconds(15), now::get, new RateLimit(2, now::get));

    @Test
    void reportsFirstLoad() {
        // when / then
        assertThat(reports.isUrgent(ID, ONE_STREAM)).isTrue();
        assertThat(reports.current(ID, ONE_STREAM)).isEqualTo(ONE_STREAM);
    }

    @Test
    void holdsBackChangedStreams() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(14));

        // when / then
        assertThat(turnsAfter(TWO_STREAMS, ID)).isEmpty();
        assertThat(reports.current(ID, TWO_STREAMS)).isEqualTo(ONE_STREAM);
    }

    @Test
    void reportsChangedStreamsAfterInterval() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(15));

        // when / then
        assertThat(turnsAfter(TWO_STREAMS, ID)).containsExactly(ID);
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
        assertThat(turnsAfter(TWO_STREAMS, ID)).containsExactly(ID);
    }

    @Test
    void reportsChangedCapacityAtOnce() {
        // given
        reports.reported(ID, ONE_STREAM);

        // when / then
        assertThat(reports.isUrgent(ID, new Load(8, OptionalInt.of(1), "engine")))
                .isTrue();
    }

    /** Also what Envoy accepted, by which people see whether a change has arrived. */
    @Test
    void reportsChangedStateOfEnvoyAtOnce() {
        // given
        reports.reported(ID, ONE_STREAM);
        var routes = new EnvoyReport.Resource("version", null);
        var envoys = Map.of("speech-1", new EnvoyReport(routes, routes));

        // when / then
        assertThat(reports.isUrgent(ID, new Load(4, OptionalInt.of(1), "engine", Map.of(), envoys)))
                .isTrue();
    }

    /** Bytes arrive all the time, and each report is a write of the status. */
    @Test
    void holdsProgressOfFetchBack() {
        // given
        reports.reported(ID, fetching(1));

        // when / then
        assertThat(turnsAfter(fetching(2), ID)).isEmpty();
        assertThat(reports.current(ID, fetching(2))).isEqualTo(fetching(1));

        // when
        now.set(Instant.EPOCH.plusSeconds(15));

        // then
        assertThat(turnsAfter(fetching(2), ID)).containsExactly(ID);
    }

    private static Load fetching(long bytes) {
        return new Load(0, OptionalInt.of(0), "", Map.of("speech-1", new FetchReport(bytes, 100L)), Map.of());
    }

    @Test
    void reportsWithoutIntervalThatStreamsBecomeKnown() {
        // given
        reports.reported(ID, new Load(4, OptionalInt.empty(), "engine"));

        // when / then
        assertThat(turnsAfter(ONE_STREAM, ID)).containsExactly(ID);
    }

    @Test
    void needsNoReportOfSameLoad() {
        // given
        reports.reported(ID, ONE_STREAM);
        now.set(Instant.EPOCH.plusSeconds(60));

        // when / then
        assertThat(turnsAfter(ONE_STREAM, ID)).isEmpty();
    }

    @Test
    void letsResourcesWaitForTheirTurnInOrder() {
        // given
        var ids = reportedServices(5);
        ids.forEach(id -> reports.isUrgent(id, TWO_STREAMS));

        // when / then
        assertThat(turns()).containsExactlyElementsOf(ids.subList(0, 2));
        assertThat(reports.current(ids.get(2), TWO_STREAMS)).isEqualTo(ONE_STREAM);

        // when
        now.set(now.get().plusSeconds(1));

        // then
        assertThat(turnsAfter(THREE_STREAMS, ids.getLast(), ids.get(3))).containsExactlyElementsOf(ids.subList(2, 4));
    }

    @Test
    void givesAllResourcesTheirTurnBeforeOneTheNext() {
        // given
        var ids = reportedServices(100);
        var streams = new AtomicInteger(2);
        var turns = new ArrayList<ResourceID>();

        // when
        for (var second = 0; second < 50; second++) {
            var load = new Load(4, OptionalInt.of(streams.incrementAndGet()), "engine");
            turns.addAll(turnsAfter(load, ids.toArray(ResourceID[]::new)));
            now.set(now.get().plusSeconds(1));
        }

        // then
        assertThat(turns).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void takesNoTurnForLoadThatChangedBack() {
        // given
        var ids = reportedServices(3);
        ids.forEach(id -> reports.isUrgent(id, TWO_STREAMS));
        reports.isUrgent(ids.getFirst(), ONE_STREAM);

        // when / then
        assertThat(turns()).containsExactlyElementsOf(ids.subList(1, 3));
    }

    @Test
    void forgetsResourceThatWaits() {
        // given
        var ids = reportedServices(2);
        ids.forEach(id -> reports.isUrgent(id, TWO_STREAMS));

        // when
        reports.remove(ids.getFirst());

        // then
        assertThat(turns()).containsExactly(ids.getLast());
    }

    @Test
    void reportsChangedCapacityWithoutTurn() {
        // given
        var ids = reportedServices(3);
        ids.forEach(id -> reports.isUrgent(id, TWO_STREAMS));
        turns();

        // when / then
        assertThat(reports.isUrgent(ids.getLast(), new Load(8, OptionalInt.of(2), "engine")))
                .isTrue();
    }

    /** Returns services whose streams may be reported again. */
    private List<ResourceID> reportedServices(int count) {
        var ids = IntStream.range(0, count)
                .mapToObj(number -> new ResourceID("service-" + number, "speech"))
                .toList();
        ids.forEach(id -> reports.reported(id, ONE_STREAM));
        now.set(now.get().plusSeconds(15));
        return ids;
    }

    private List<ResourceID> turnsAfter(Load newest, ResourceID... ids) {
        for (var id : ids) {
            assertThat(reports.isUrgent(id, newest)).isFalse();
        }
        return turns();
    }

    private List<ResourceID> turns() {
        return Stream.generate(reports::nextTurn)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }
}
