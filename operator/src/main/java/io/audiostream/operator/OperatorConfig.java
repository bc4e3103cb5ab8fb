package io.audiostream.operator;

import io.audiostream.commandline.AddressMask;
import io.audiostream.commandline.InvalidEnvironmentException;
import io.audiostream.commandline.LogConfig;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.UserIds;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Configures the operator from the environment.
 *
 * @param defaults values of fields that a resource leaves out
 * @param jsonLogs whether log lines are JSON objects instead of text
 * @param identity holder identity of this process in leader election; in a pod, the pod's name
 * @param podUid uid of the pod that this process runs in; empty outside of a cluster
 * @param namespace namespace of the pod that this process runs in; empty outside of a cluster
 */
record OperatorConfig(
        Defaults defaults, boolean jsonLogs, String identity, Optional<String> podUid, Optional<String> namespace) {
    /** The kubelet writes the pod's namespace into this file, beside the token of the service account. */
    private static final Path NAMESPACE_FILE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private static final String USER_IDS = "AUDIOSTREAM_USER_IDS";

    private static final String MIRROR = "AUDIOSTREAM_MODEL_MIRROR";

    /**
     * Reads the variables. An unset or blank variable keeps its default, except that a blank log level is invalid.
     *
     * @throws InvalidEnvironmentException if a variable has an invalid value
     */
    static OperatorConfig of(Map<String, String> environment) {
        return of(environment, NAMESPACE_FILE);
    }

    static OperatorConfig of(Map<String, String> environment, Path namespaceFile) {
        LogConfig.checkLevel(environment);
        var images = Images.OF_THIS_VERSION;
        return new OperatorConfig(
                new Defaults(
                        new Images(
                                text(environment, "AUDIOSTREAM_TRANSCRIBER_IMAGE", images.transcriber()),
                                text(environment, "AUDIOSTREAM_ENVOY_IMAGE", images.envoy())),
                        mirror(text(environment, MIRROR, "")),
                        true,
                        ipv6(text(environment, "POD_IPS", "")),
                        userIds(text(environment, USER_IDS, UserIds.FIXED.text()))),
                jsonLogs(text(environment, "AUDIOSTREAM_LOG_FORMAT", "text")),
                text(
                        environment,
                        "HOSTNAME",
                        "operator-" + ProcessHandle.current().pid()),
                nonEmpty(text(environment, "POD_UID", "")),
                nonEmpty(text(environment, "POD_NAMESPACE", ""))
                        .or(() -> nonEmpty(content(namespaceFile).strip())));
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    /** Returns the content of the file, or an empty text outside of a pod. */
    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    private static Optional<String> mirror(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches(Patterns.HTTP_ADDRESS)) {
            throw new InvalidEnvironmentException(MIRROR + " is '" + AddressMask.mask(text)
                    + "'; write the address of a folder, such as http://models.example.com/whisper, without a user");
        }
        return Optional.of(text.replaceFirst("/+$", ""));
    }

    /**
     * Returns whether pods may have IPv6 addresses. In a cluster of IPv4 alone the operator's own pod has none either;
     * there a node may run without IPv6.
     *
     * @param ownAddresses addresses of the operator's pod, with commas between; empty outside of a cluster
     */
    private static boolean ipv6(String ownAddresses) {
        return ownAddresses.isEmpty() || ownAddresses.contains(":");
    }

    private static UserIds userIds(String name) {
        return UserIds.named(name)
                .orElseThrow(() ->
                        new InvalidEnvironmentException(USER_IDS + " is '" + name + "'; write Fixed or Platform"));
    }

    private static boolean jsonLogs(String format) {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default ->
                throw new InvalidEnvironmentException("AUDIOSTREAM_LOG_FORMAT is '" + format + "'; write json or text");
        };
    }

    private static String text(Map<String, String> environment, String name, String defaultValue) {
        var value = environment.getOrDefault(name, "");
        return value.isBlank() ? defaultValue : value;
    }
}
