package io.audiostream.operator.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Labels and annotations in addition to those of the operator, sorted by key. */
public record ObjectMetadata(SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    /** No additions. */
    static final ObjectMetadata NONE = new ObjectMetadata(Map.of(), Map.of());

    ObjectMetadata(Map<String, String> labels, Map<String, String> annotations) {
        this(new TreeMap<>(labels), new TreeMap<>(annotations));
    }

    /** Copies the maps. */
    public ObjectMetadata {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }
}
