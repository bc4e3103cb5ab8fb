package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a container. One that was started anew after a failure counts as failing until it is ready, or has
 * done its work, so that the condition does not come and go with every try.
 */
final class ContainerProblems {

    private static final Set<String> NO_IMAGE = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");
    private static final Set<String> NOT_STARTED =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");
    private static final String FETCH_MODEL = "fetch-model";
    private static final String ENVOY = "envoy";
    private static final String TRANSCRIBER = "transcriber";

    private ContainerProblems() {}

    static Optional<Problem> of(ContainerView container) {
        if (container.ready()) {
            return Optional.empty();
        }
        return container
                .waiting()
                .flatMap(waiting -> neverRan(container, waiting))
                .or(() -> container
                        .lastEnd()
                        .filter(end -> failed(container, end))
                        .map(end -> ended(container, end)));
    }

    private static Optional<Problem> neverRan(ContainerView container, ContainerStateWaiting waiting) {
        var reason = Objects.requireNonNullElse(waiting.getReason(), "");
        if (NO_IMAGE.contains(reason)) {
            var words = pullMessage(reason, waiting.getMessage());
            return Optional.of(new Problem(
                    Reasons.IMAGE_PULL_FAILED,
                    "the image of container %s can't be had: %s%s"
                            .formatted(container.name(), MessageText.ended(words), whereItIsSet(container, words))));
        }
        if (NOT_STARTED.contains(reason)) {
            return Optional.of(new Problem(
                    Reasons.CONTAINER_NOT_STARTED,
                    "container %s can't be started: %s"
                            .formatted(container.name(), MessageText.ended(words(reason, waiting.getMessage())))));
        }
        return Optional.empty();
    }

    /**
     * The field that names the image; none when it is another image that is missing, the one that a volume is made of.
     */
    private static String whereItIsSet(ContainerView container, String words) {
        var image = Objects.requireNonNullElse(container.status().getImage(), "");
        if (image.isEmpty() || !words.contains(image)) {
            return "";
        }
        return container.name().equals(ENVOY) ? " Check spec.envoy.image." : " Check spec.image.";
    }

    /** The kubelet's two reasons alternate; what lies behind them is the same, so the words should be too. */
    private static String pullMessage(String reason, @Nullable String message) {
        var words = words(reason, message);
        var cause = words.indexOf("ErrImagePull: ");
        return cause < 0 ? words : words.substring(cause + "ErrImagePull: ".length());
    }

    private static String words(String reason, @Nullable String message) {
        var line = TerminationMessage.of(message);
        return line.isEmpty() ? reason : line;
    }

    private static boolean failed(ContainerView container, ContainerStateTerminated end) {
        return exitCode(end) != 0
                || container
                        .waiting()
                        .filter(waiting -> "CrashLoopBackOff".equals(waiting.getReason()))
                        .isPresent();
    }

    private static Problem ended(ContainerView container, ContainerStateTerminated end) {
        if (container.name().equals(FETCH_MODEL) && !outOfMemory(end)) {
            return new Problem(
                    Reasons.MODEL_FETCH_FAILED,
                    "the model could not be fetched, %s: %s It is tried again within 5 minutes."
                            .formatted(tries(container), MessageText.ended(lastWords(end))));
        }
        var often = container.restarts() == 0 ? "" : ", restarts: " + container.restarts();
        if (outOfMemory(end)) {
            return new Problem(
                    Reasons.CONTAINER_CRASHED,
                    "container %s was killed because it took more memory than %s%s. %s"
                            .formatted(container.name(), bound(container), often, whatToDo(container)));
        }
        return new Problem(
                Reasons.CONTAINER_CRASHED,
                "container %s ended with exit code %d%s: %s"
                        .formatted(container.name(), exitCode(end), often, MessageText.ended(lastWords(end))));
    }

    /** Tries that have ended; a restart counts when it begins. */
    private static String tries(ContainerView container) {
        var running = container.status().getState() != null
                && container.status().getState().getRunning() != null;
        var ended = Math.max(1, container.restarts() + (running ? 0 : 1));
        return ended == 1 ? "tried once" : "tried " + ended + " times";
    }

    private static String lastWords(ContainerStateTerminated end) {
        var line = TerminationMessage.of(end.getMessage());
        return line.isEmpty() ? "it left no message" : line;
    }

    private static boolean outOfMemory(ContainerStateTerminated end) {
        return "OOMKilled".equals(end.getReason());
    }

    private static String bound(ContainerView container) {
        return container.memoryLimit().map(limit -> "its limit of " + limit).orElse("the node could give");
    }

    private static String whatToDo(ContainerView container) {
        if (!container.name().equals(TRANSCRIBER) && !container.name().equals(FETCH_MODEL)) {
            return "Free memory on the node.";
        }
        return container.memoryLimit().isPresent()
                ? "Raise spec.resources.limits.memory, take a smaller model or fewer slots."
                : "Set spec.resources.requests.memory to what the model needs, or take a smaller model.";
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int exitCode(ContainerStateTerminated end) {
        Integer code = end.getExitCode();
        return code == null ? 0 : code;
    }
}
