package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.status.Load;
import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodLoadCacheTest {
    private static final IOException NO_ANSWER = new IOException("no answer");

    private final PodLoadCache readings = new PodLoadCache();
    private final Pod first = pod("first", "serving");
    private final Pod second = pod("second", "serving");

    @Test
    void readyPodsAreAddedUp() {
        // when
        readings.answered(first, new PodLoad(4, 1, "whisper.cpp 1.7.1"));
        readings.answered(second, new PodLoad(8, 2, "CTranslate2 4.8.4"));

        // then
        assertThat(readings.load(List.of(first, second, pod("third", "fetching"))))
                .isEqualTo(new Load(12, OptionalInt.of(3), "CTranslate2 4.8.4, whisper.cpp 1.7.1"));
    }

    @Test
    void noPodMeansNoCapacityAndNoStreams() {
        assertThat(readings.load(List.of())).isEqualTo(Load.NONE);
    }

    @Test
    void untilAPodHasToldItsArgumentsTellItsSlotsAndNothingItsStreams() {
        // when
        readings.answered(first, new PodLoad(8, 1));

        // then
        assertThat(readings.load(List.of(first, second))).isEqualTo(new Load(12, OptionalInt.empty()));
    }

    @Test
    void aPodThatGoesCountsNoMore() {
        // given
        readings.answered(first, new PodLoad(4, 1));
        first.getMetadata().setDeletionTimestamp("2026-01-02T03:04:05Z");

        // then
        assertThat(readings.load(List.of(first))).isEqualTo(Load.NONE);
    }

    @Test
    void oneThatFailsToAnswerIsBelievedTwiceMore() {
        // given
        readings.answered(first, new PodLoad(4, 1));

        // when
        readings.failed(first, NO_ANSWER);
        readings.failed(first, NO_ANSWER);

        // then
        assertThat(readings.load(List.of(first)).streams()).hasValue(1);

        // when
        readings.failed(first, NO_ANSWER);

        // then
        assertThat(readings.load(List.of(first)).streams()).isEmpty();

        // when
        readings.answered(first, new PodLoad(4, 0));

        // then
        assertThat(readings.load(List.of(first)).streams()).hasValue(0);
    }

    @Test
    void podsThatAreGoneAreForgotten() {
        // given
        readings.answered(first, new PodLoad(4, 1));

        // when
        readings.retain(Set.of("uid of second"));

        // then
        assertThat(readings.of(first)).isEmpty();
    }

    private static Pod pod(String name, String file) {
        var pod = PodFiles.read(file);
        pod.getMetadata().setName(name);
        pod.getMetadata().setUid("uid of " + name);
        return pod;
    }
}
