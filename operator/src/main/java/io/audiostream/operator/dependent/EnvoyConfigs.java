package io.audiostream.operator.dependent;

import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.ProxyModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the configurations of Envoy that were rendered last. One reconcile needs the same configuration many times: the
 * ConfigMap, its name in the pod template, and its version in the status. Thread-safe.
 */
final class EnvoyConfigs {
    private final Function<ProxyModel, EnvoyConfig> renderer;
    private final Map<ProxyModel, EnvoyConfig> rendered;

    /** @param capacity number of configurations to keep; more than reconciles run at once */
    EnvoyConfigs(Function<ProxyModel, EnvoyConfig> renderer, int capacity) {
        this.renderer = renderer;
        this.rendered = new LinkedHashMap<>(capacity, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ProxyModel, EnvoyConfig> eldest) {
                return size() > capacity;
            }
        };
    }

    EnvoyConfig of(ProxyModel proxy) {
        synchronized (rendered) {
            var existing = rendered.get(proxy);
            if (existing != null) {
                return existing;
            }
        }
        // Rendered outside of the lock. Two threads that render the same model get the same text.
        var config = renderer.apply(proxy);
        synchronized (rendered) {
            rendered.put(proxy, config);
        }
        return config;
    }
}
