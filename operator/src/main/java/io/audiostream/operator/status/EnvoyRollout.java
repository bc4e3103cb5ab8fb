package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The progress of Envoy's current configuration through the pods of a service.
 *
 * @param pods ready pods
 * @param updated ready pods whose Envoy has accepted the current configuration
 * @param unreported ready pods that mount the current configuration and do not report what their Envoy has accepted
 * @param rejection message that names a pod and quotes its Envoy, where an Envoy rejects the configuration
 */
record EnvoyRollout(int pods, int updated, int unreported, Optional<String> rejection) {

    /** @param reports what pods report, by name */
    static EnvoyRollout of(DesiredEnvoy desired, List<Pod> pods, Map<String, EnvoyReport> reports) {
        var ready = pods.stream().filter(PodState::isReady).toList();
        var current = ready.stream().filter(pod -> mounts(pod, desired)).toList();
        return new EnvoyRollout(
                ready.size(),
                (int) current.stream()
                        .filter(pod -> report(pod, reports)
                                .filter(report -> report.has(desired.version()))
                                .isPresent())
                        .count(),
                (int) current.stream()
                        .filter(pod -> report(pod, reports).isEmpty())
                        .count(),
                pods.stream()
                        .filter(pod -> !PodState.isTerminating(pod) && mounts(pod, desired))
                        .sorted(Comparator.comparing(EnvoyRollout::name))
                        .flatMap(pod -> rejection(pod, desired, reports).stream())
                        .findFirst());
    }

    private static Optional<String> rejection(Pod pod, DesiredEnvoy desired, Map<String, EnvoyReport> reports) {
        return report(pod, reports)
                .flatMap(report -> report.rejection(desired.version()))
                .or(() -> atStart(pod))
                .map(reason -> "Pod %s: %s".formatted(name(pod), MessageText.sentence(reason)));
    }

    private static Optional<String> atStart(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : ContainerView.of(pod)
                        .flatMap(container -> ContainerProblems.of(container).stream())
                        .filter(problem -> problem.reason() == Reason.ENVOY_REJECTED)
                        .map(Problem::message)
                        .findFirst();
    }

    private static boolean mounts(Pod pod, DesiredEnvoy desired) {
        return pod.getSpec().getVolumes().stream()
                .anyMatch(volume -> volume.getConfigMap() != null
                        && desired.configMap().equals(volume.getConfigMap().getName()));
    }

    private static Optional<EnvoyReport> report(Pod pod, Map<String, EnvoyReport> reports) {
        return Optional.ofNullable(reports.get(name(pod)));
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
