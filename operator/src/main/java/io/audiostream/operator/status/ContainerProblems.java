package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the problem of a container. A container that restarted after a failure counts as failing until it is ready or
 * has completed, so that the condition does not flap with every restart.
 */
final class ContainerProblems {

    private static final Set<String> IMAGE_PULL_REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");
    private static final Set<String> NOT_STARTED_REASONS =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");
    private static final String CHECK_SECRETS = "check-secrets";
    private static final String ENVOY = "envoy";

    private ContainerProblems() {}

    static Optional<Problem> of(ContainerView container) {
        if (container.ready()) {
            return Optional.empty();
        }
        return container
                .waiting()
                .flatMap(waiting -> whileWaiting(container, waiting))
                .or(() -> container
                        .lastTermination()
                        .filter(termination -> isFailure(container, termination))
                        .map(termination -> afterTermination(container, termination)));
    }

    private static Optional<Problem> whileWaiting(ContainerView container, ContainerStateWaiting waiting) {
        var reason = Objects.requireNonNullElse(waiting.getReason(), "");
        if (IMAGE_PULL_REASONS.contains(reason)) {
            var message = pullMessage(reason, waiting.getMessage());
            return Optional.of(new Problem(
                    Reason.IMAGE_PULL_FAILED,
                    "the image of container %s cannot be pulled: %s%s"
                            .formatted(
                                    container.name(), MessageText.sentence(message), imageField(container, message))));
        }
        if (NOT_STARTED_REASONS.contains(reason)) {
            return Optional.of(new Problem(
                    Reason.CONTAINER_NOT_STARTED,
                    "container %s cannot be started: %s"
                            .formatted(container.name(), MessageText.sentence(textOf(reason, waiting.getMessage())))));
        }
        return Optional.empty();
    }

    /** Names the field of the container's image. Empty when another image is missing: the image of an image volume. */
    private static String imageField(ContainerView container, String message) {
        var image = Objects.requireNonNullElse(container.status().getImage(), "");
        if (image.isEmpty() || !message.contains(image)) {
            return "";
        }
        return container.name().equals(ENVOY) ? " Check spec.envoy.image." : " Check spec.image.";
    }

    /** Removes the wrapper of ImagePullBackOff. The kubelet alternates between two reasons with the same cause. */
    private static String pullMessage(String reason, @Nullable String message) {
        var text = textOf(reason, message);
        var cause = text.indexOf("ErrImagePull: ");
        return cause < 0 ? text : text.substring(cause + "ErrImagePull: ".length());
    }

    private static String textOf(String reason, @Nullable String message) {
        var line = TerminationMessage.of(message);
        return line.isEmpty() ? reason : line;
    }

    private static boolean isFailure(ContainerView container, ContainerStateTerminated termination) {
        return exitCode(termination) != 0
                || container
                        .waiting()
                        .filter(waiting -> "CrashLoopBackOff".equals(waiting.getReason()))
                        .isPresent();
    }

    private static Problem afterTermination(ContainerView container, ContainerStateTerminated termination) {
        if (container.name().equals(ContainerView.FETCH_MODEL) && !isOutOfMemory(termination)) {
            return new Problem(
                    Reason.MODEL_FETCH_FAILED,
                    "the model could not be fetched after %s: %s The next attempt starts within 5 minutes."
                            .formatted(attempts(container), MessageText.sentence(message(termination))));
        }
        if (container.name().equals(CHECK_SECRETS) && !isOutOfMemory(termination)) {
            return new Problem(
                    Reason.SECRET_INVALID,
                    MessageText.sentence(message(termination).replaceFirst("^error: ", ""))
                            + " The next check starts within 5 minutes.");
        }
        var rejection =
                container.name().equals(ENVOY) ? EnvoyRejection.in(termination.getMessage()) : Optional.<String>empty();
        if (rejection.isPresent()) {
            return new Problem(
                    Reason.ENVOY_REJECTED,
                    "Envoy rejected its configuration: " + MessageText.sentence(rejection.get()));
        }
        var restarts = container.restarts() == 0 ? "" : " (restarts: " + container.restarts() + ")";
        if (isOutOfMemory(termination)) {
            return new Problem(
                    Reason.CONTAINER_CRASHED,
                    "container %s was killed because it used more memory than %s%s. %s"
                            .formatted(container.name(), memoryBound(container), restarts, memoryRemedy(container)));
        }
        return new Problem(
                Reason.CONTAINER_CRASHED,
                "container %s exited with code %d%s: %s"
                        .formatted(
                                container.name(),
                                exitCode(termination),
                                restarts,
                                MessageText.sentence(message(termination))));
    }

    /** The number of finished attempts. The kubelet counts a restart when it starts. */
    private static String attempts(ContainerView container) {
        var finished = Math.max(1, container.restarts() + (container.isRunning() ? 0 : 1));
        return finished == 1 ? "1 attempt" : finished + " attempts";
    }

    private static String message(ContainerStateTerminated termination) {
        var line = TerminationMessage.of(termination.getMessage());
        return line.isEmpty() ? "it left no termination message" : line;
    }

    private static boolean isOutOfMemory(ContainerStateTerminated termination) {
        return "OOMKilled".equals(termination.getReason());
    }

    private static String memoryBound(ContainerView container) {
        return container.memoryLimit().map(limit -> "its limit of " + limit).orElse("the node had free");
    }

    private static String memoryRemedy(ContainerView container) {
        if (!container.name().equals(ContainerView.TRANSCRIBER)
                && !container.name().equals(ContainerView.FETCH_MODEL)) {
            return "Free memory on the node.";
        }
        return container.memoryLimit().isPresent()
                ? "Raise spec.resources.limits.memory, choose a smaller model or lower spec.slots."
                : "Set spec.resources.requests.memory to what the model needs, or choose a smaller model.";
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int exitCode(ContainerStateTerminated termination) {
        Integer code = termination.getExitCode();
        return code == null ? 0 : code;
    }
}
