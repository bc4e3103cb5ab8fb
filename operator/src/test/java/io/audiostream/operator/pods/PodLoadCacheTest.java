package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.status.Load;
import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodLoadCacheTest {
    private static final IOException NO_RESPONSE = new IOException("no response");

    private final PodLoadCache cache = new PodLoadCache();
    private final Pod first = pod("first", "serving");
    private final Pod second = pod("second", "serving");

    @Test
    void sumsLoadsOfReadyPods() {
        // when
        cache.recordSuccess(first, new PodLoad(4, 1, "whisper.cpp 1.7.1"));
        cache.recordSuccess(second, new PodLoad(8, 2, "CTranslate2 4.8.4"));

        // then
        assertThat(cache.load(List.of(first, second, pod("third", "fetching"))))
                .isEqualTo(new Load(12, OptionalInt.of(3), "CTranslate2 4.8.4, whisper.cpp 1.7.1"));
    }

    @Test
    void reportsNoCapacityAndNoStreamsWithoutPods() {
        // when / then
        assertThat(cache.load(List.of())).isEqualTo(Load.NONE);
    }

    @Test
    void takesSlotsFromArgumentsOfPodsThatHaveNotReported() {
        // when
        cache.recordSuccess(first, new PodLoad(8, 1));

        // then
        assertThat(cache.load(List.of(first, second))).isEqualTo(new Load(12, OptionalInt.empty()));
    }

    /** A pod can be ready before it is polled again. */
    @Test
    void takesSlotsFromArgumentsOfPodWhoseLastReportIsThatOfItsFetch() {
        // when
        cache.recordSuccess(first, new PodLoad(8, 1));
        cache.recordSuccess(second, new PodLoad(0, 0, new FetchReport(100, 100L), null, null));

        // then
        var load = cache.load(List.of(first, second));
        assertThat(load.capacity()).isEqualTo(12);
        assertThat(load.streams()).isEmpty();
    }

    @Test
    void ignoresTerminatingPods() {
        // given
        cache.recordSuccess(first, new PodLoad(4, 1));
        first.getMetadata().setDeletionTimestamp("2026-01-02T03:04:05Z");

        // when / then
        assertThat(cache.load(List.of(first))).isEqualTo(Load.NONE);
    }

    @Test
    void keepsLoadForTwoFailuresAndDropsItWithTheThird() {
        // given
        cache.recordSuccess(first, new PodLoad(4, 1));

        // when
        cache.recordFailure(first, NO_RESPONSE);
        cache.recordFailure(first, NO_RESPONSE);

        // then
        assertThat(cache.load(List.of(first)).streams()).hasValue(1);

        // when
        cache.recordFailure(first, NO_RESPONSE);

        // then
        assertThat(cache.load(List.of(first)).streams()).isEmpty();

        // when
        cache.recordSuccess(first, new PodLoad(4, 0));

        // then
        assertThat(cache.load(List.of(first)).streams()).hasValue(0);
    }

    @Test
    void hasProgressOfPodsThatFetch() {
        // given
        var fetching = pod("fetching", "fetching");
        cache.recordSuccess(fetching, new PodLoad(0, 0, new FetchReport(40, 100L), null, null));
        cache.recordSuccess(first, new PodLoad(4, 1));

        // when
        var load = cache.load(List.of(first, fetching));

        // then
        assertThat(load.fetches()).isEqualTo(Map.of("fetching", new FetchReport(40, 100L)));
        assertThat(load.capacity()).isEqualTo(4);
        assertThat(load.streams()).hasValue(1);
    }

    /** The progress of its last poll says nothing any more. */
    @Test
    void forgetsProgressOnceFetchHasEnded() {
        // given
        var pod = pod("fetching", "fetching");
        cache.recordSuccess(pod, new PodLoad(0, 0, new FetchReport(40, 100L), null, null));

        // when
        pod.getStatus().getInitContainerStatuses().getFirst().getState().setRunning(null);

        // then
        assertThat(cache.load(List.of(pod)).fetches()).isEmpty();
    }

    @Test
    void forgetsPodsThatAreNotRetained() {
        // given
        cache.recordSuccess(first, new PodLoad(4, 1));

        // when
        cache.retain(Set.of("uid of second"));

        // then
        assertThat(cache.of(first)).isEmpty();
    }

    private static Pod pod(String name, String file) {
        var pod = PodFiles.read(file);
        pod.getMetadata().setName(name);
        pod.getMetadata().setUid("uid of " + name);
        return pod;
    }
}
