package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodLoadEventSourceTest {

    @Test
    void spreadsResourcesEvenlyOverTheInterval() {
        // given
        var ids = IntStream.range(0, 1000).mapToObj(i -> new ResourceID("service-" + i, "team-" + i % 7));

        // when
        var slices = ids.map(PodLoadEventSource::slice)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        // then
        assertThat(slices).hasSize(PodLoadEventSource.SLICES);
        assertThat(slices.values()).allSatisfy(count -> assertThat(count).isBetween(60L, 140L));
    }
}
