package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits of the transcriber's container, by resource name; empty where nothing was asked for. */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    /** Copies the maps. */
    public Resources {
        requests = Map.copyOf(requests);
        limits = Map.copyOf(limits);
    }
}
