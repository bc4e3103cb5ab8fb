package io.audiostream.operator.envoy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the texts that were rendered last, least recently used ones first to go. Thread-safe.
 *
 * @param <K> input of a text
 * @param <V> what is rendered from it; the same input always gives an equal value
 */
public final class RenderCache<K, V> {
    private final Function<K, V> renderer;
    private final Map<K, V> rendered;

    /** @param capacity number of values to keep; more than reconciles run at once */
    public RenderCache(Function<K, V> renderer, int capacity) {
        this.renderer = renderer;
        this.rendered = new LinkedHashMap<>(capacity, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Returns the value of an input, and renders it if the cache lacks it. */
    public V of(K input) {
        synchronized (rendered) {
            var existing = rendered.get(input);
            if (existing != null) {
                return existing;
            }
        }
        // Rendered outside of the lock. Two threads that render the same input get equal values.
        var value = renderer.apply(input);
        synchronized (rendered) {
            rendered.put(input, value);
        }
        return value;
    }
}
