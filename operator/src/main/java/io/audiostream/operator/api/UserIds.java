package io.audiostream.operator.api;

import java.util.Arrays;
import java.util.Optional;

/** Who chooses the user and the groups of a pod's containers. */
public enum UserIds {
    /** The operator writes fixed ids into the pod. */
    FIXED("Fixed"),

    /** The operator writes none, so that an admission plugin of the cluster, or else the image, sets them. */
    PLATFORM("Platform");

    private final String text;

    UserIds(String text) {
        this.text = text;
    }

    /** Finds a value by its name, exactly as the resource spells it. */
    public static Optional<UserIds> named(String name) {
        return Arrays.stream(values()).filter(ids -> ids.text.equals(name)).findFirst();
    }

    /** Returns the name in the resource. */
    public String text() {
        return text;
    }
}
