package io.audiostream.operator.status;

/** The conditions of a resource, in the order in which the status lists them. */
enum ConditionType {
    /** At least one pod is ready. */
    READY("Ready"),

    /** The operator understands the spec, and the API server permits its objects. */
    ACCEPTED("Accepted"),

    /** At least one pod has loaded the current model. */
    MODEL_READY("ModelReady"),

    /** At least one pod serves. */
    AVAILABLE("Available"),

    /** Kubernetes creates or replaces pods. */
    PROGRESSING("Progressing"),

    /** The Envoy of every ready pod has accepted the current configuration. */
    ENVOY_CONFIGURED("EnvoyConfigured"),

    /** A problem needs a person's attention. */
    DEGRADED("Degraded");

    private final String text;

    ConditionType(String text) {
        this.text = text;
    }

    /** The type as the status shows it. */
    String text() {
        return text;
    }
}
