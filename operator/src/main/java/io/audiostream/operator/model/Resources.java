package io.audiostream.operator.model;

import io.audiostream.operator.api.ResourceNames;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Requests and limits of the transcriber container, by resource name; empty where the resource sets none. */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    /** Copies the maps, sorted by name. */
    public Resources {
        requests = Collections.unmodifiableMap(new TreeMap<>(requests));
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    }

    /** Returns whether a pod has a CPU request. Kubernetes uses a limit as the request where only the limit is set. */
    boolean requestsCpu() {
        return requests.containsKey(ResourceNames.CPU) || limits.containsKey(ResourceNames.CPU);
    }
}
