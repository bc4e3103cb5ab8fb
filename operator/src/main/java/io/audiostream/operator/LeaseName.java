package io.audiostream.operator;

import java.util.Optional;

/**
 * Names the Lease of the leader election.
 *
 * @param namespace the Lease's namespace
 * @param name the Lease's name
 */
record LeaseName(String namespace, String name) {

    /**
     * Reads {@code NAME} or {@code NAMESPACE/NAME}.
     *
     * @param ownNamespace namespace of a Lease without one
     * @throws IllegalArgumentException with the text seen and the forms that are right
     */
    static LeaseName parse(String text, Optional<String> ownNamespace) {
        if (text.matches("[^/]+/[^/]+")) {
            var slash = text.indexOf('/');
            return new LeaseName(text.substring(0, slash), text.substring(slash + 1));
        }
        if (text.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be NAME or NAMESPACE/NAME, such as audiostream-system/operator");
        }
        return new LeaseName(
                ownNamespace.orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' has no namespace, and this process runs outside of a pod: write NAMESPACE/NAME, or set"
                        + " POD_NAMESPACE")),
                text);
    }
}
