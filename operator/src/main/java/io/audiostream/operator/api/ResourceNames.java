package io.audiostream.operator.api;

/** Names of container resources that Kubernetes defines itself. */
public final class ResourceNames {
    public static final String CPU = "cpu";
    public static final String MEMORY = "memory";
    public static final String EPHEMERAL_STORAGE = "ephemeral-storage";

    /** Prefix of the resources of huge pages, such as {@code hugepages-2Mi}. */
    public static final String HUGEPAGES_PREFIX = "hugepages-";

    private ResourceNames() {}

    /** Returns whether a container may request this resource: one of the names above, or an extended one with a '/'. */
    public static boolean isRequestable(String name) {
        return name.equals(CPU)
                || name.equals(MEMORY)
                || name.equals(EPHEMERAL_STORAGE)
                || name.startsWith(HUGEPAGES_PREFIX)
                || name.contains("/");
    }
}
