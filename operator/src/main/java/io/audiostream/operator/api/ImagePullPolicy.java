package io.audiostream.operator.api;

import java.util.Arrays;
import java.util.Optional;

/** When the kubelet pulls an image. */
public enum ImagePullPolicy {
    ALWAYS("Always"),
    IF_NOT_PRESENT("IfNotPresent"),
    NEVER("Never");

    private final String text;

    ImagePullPolicy(String text) {
        this.text = text;
    }

    /** Finds a policy by its name, exactly as Kubernetes spells it. */
    public static Optional<ImagePullPolicy> named(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.text.equals(name))
                .findFirst();
    }

    /** Returns the name that Kubernetes uses. */
    public String text() {
        return text;
    }
}
