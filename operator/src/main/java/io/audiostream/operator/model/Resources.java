package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Requests and limits of the transcriber's container, by resource name; empty where nothing was asked for. */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    /** Copies the maps, sorted by name. */
    public Resources {
        requests = Collections.unmodifiableMap(new TreeMap<>(requests));
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    }

    /** Whether a pod asks for cpu; a limit alone is what it asks for, too. */
    boolean requestsCpu() {
        return requests.containsKey("cpu") || limits.containsKey("cpu");
    }
}
