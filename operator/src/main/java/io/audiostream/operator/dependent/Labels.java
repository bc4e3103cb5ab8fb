package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ObjectMetadata;
import java.util.Map;
import java.util.TreeMap;

/** The labels that Kubernetes recommends, and the subset that selects the pods of a service. */
public final class Labels {
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String OPERATOR = "audiostream-operator";

    /** Selects the objects that this operator creates; its informers watch no others. */
    public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

    /** The label with the name of the resource. */
    public static final String INSTANCE = "app.kubernetes.io/instance";

    private Labels() {}

    /** Returns the labels of every object of a service, sorted by name. */
    static Map<String, String> of(DesiredService service) {
        var labels = new TreeMap<>(selectorOf(service));
        labels.put("app.kubernetes.io/component", "speech-to-text");
        labels.put("app.kubernetes.io/part-of", "audiostream");
        labels.put(MANAGED_BY, OPERATOR);
        return labels;
    }

    /** Returns the labels of an object to which the resource adds some. */
    static Map<String, String> of(DesiredService service, ObjectMetadata additions) {
        var labels = new TreeMap<>(additions.labels());
        labels.putAll(of(service));
        return labels;
    }

    /**
     * Returns the labels that select the pods of the service. They cannot change: a Deployment's selector is immutable.
     */
    static Map<String, String> selectorOf(DesiredService service) {
        var labels = new TreeMap<String, String>();
        labels.put("app.kubernetes.io/name", "audiostream-transcriber");
        labels.put(INSTANCE, service.name());
        return labels;
    }

    /** Returns whether these are the labels of an object that the operator created for a resource of this name. */
    static boolean areOf(String resourceName, Map<String, String> labels) {
        return OPERATOR.equals(labels.get(MANAGED_BY)) && resourceName.equals(labels.get(INSTANCE));
    }
}
