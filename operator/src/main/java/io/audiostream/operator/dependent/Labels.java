package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import java.util.Map;
import java.util.TreeMap;

/** The labels that Kubernetes recommends, and the part of them that finds a service's pods. */
public final class Labels {
    /** Marks what this operator made; its informers look at nothing else. */
    public static final String SELECTOR = "app.kubernetes.io/managed-by=audiostream-operator";

    /** The label that has the name of the resource. */
    public static final String INSTANCE = "app.kubernetes.io/instance";

    private Labels() {}

    /** Labels of every object of a service, sorted by name. */
    static Map<String, String> of(DesiredService service) {
        var labels = new TreeMap<>(selectorOf(service));
        labels.put("app.kubernetes.io/component", "speech-to-text");
        labels.put("app.kubernetes.io/part-of", "audiostream");
        labels.put("app.kubernetes.io/managed-by", "audiostream-operator");
        return labels;
    }

    /** Labels that only the service's pods have. They can never change: a Deployment's selector is immutable. */
    static Map<String, String> selectorOf(DesiredService service) {
        var labels = new TreeMap<String, String>();
        labels.put("app.kubernetes.io/name", "audiostream-transcriber");
        labels.put(INSTANCE, service.name());
        return labels;
    }
}
