package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderCacheTest {
    private final List<List<String>> rendered = new ArrayList<>();

    private final RenderCache<List<String>, String> cache = new RenderCache<>(
            input -> {
                rendered.add(input);
                return String.join("-", input);
            },
            2);

    @Test
    void rendersEqualInputsOnce() {
        // when
        var one = cache.of(List.of("a", "b"));
        var two = cache.of(new ArrayList<>(List.of("a", "b")));

        // then
        assertThat(rendered).containsExactly(List.of("a", "b"));
        assertThat(two).isSameAs(one).isEqualTo("a-b");
    }

    @Test
    void rendersAnotherInput() {
        // given
        cache.of(List.of("a"));

        // when / then
        assertThat(cache.of(List.of("b"))).isEqualTo("b");
    }

    @Test
    void dropsTheLeastRecentlyUsed() {
        // given
        cache.of(List.of("a"));
        cache.of(List.of("b"));
        cache.of(List.of("a"));

        // when
        cache.of(List.of("c"));
        cache.of(List.of("a"));
        cache.of(List.of("b"));

        // then
        assertThat(rendered).containsExactly(List.of("a"), List.of("b"), List.of("c"), List.of("b"));
    }
}
