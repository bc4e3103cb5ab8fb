package io.audiostream.operator.status;

/** The conditions of a resource, in the order in which the status lists them. */
enum ConditionType {
    /** At least one pod is ready. */
    READY("Ready"),

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
