package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the deletion cost of pods, so that a ReplicaSet that scales down deletes busy pods last. The cost of a pod is
 * its number of streams. A pod without streams has no annotation, which Kubernetes treats as a cost of 0.
 *
 * <p>A change from or to 0 streams is written at once. Any other change is written at most every 30 s per pod, because
 * Kubernetes advises against updating the cost with every change of a metric.
 */
final class DeletionCosts {
    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    private static final Logger log = LoggerFactory.getLogger(DeletionCosts.class);
    private static final Duration MIN_WRITE_INTERVAL = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final String fieldManager;
    private final InstantSource clock;
    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();

    DeletionCosts(KubernetesClient client, String fieldManager, InstantSource clock) {
        this.client = client;
        this.fieldManager = fieldManager;
        this.clock = clock;
    }

    /** Writes the costs of one service's pods. A single pod gets none: the ReplicaSet has no other pod to delete. */
    void update(Collection<Pod> pods, PodLoadCache loads) {
        var running = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        if (running.size() < 2) {
            return;
        }
        running.stream()
                .filter(PodInformer::isReady)
                .forEach(pod -> loads.of(pod).ifPresent(load -> update(pod, load.streams())));
    }

    /** Removes the state of all pods except these. */
    void retain(Set<String> uids) {
        notBefore.keySet().retainAll(uids);
    }

    private void update(Pod pod, int streams) {
        var desired = streams == 0 ? "" : String.valueOf(streams);
        var now = clock.instant();
        if (!isDue(cost(pod), desired, notBefore.getOrDefault(PodLoadCache.uid(pod), Instant.MIN), now)) {
            return;
        }
        try {
            client.resource(pod)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withFieldManager(fieldManager)
                                    .build(),
                            patch(pod, desired));
            notBefore.put(PodLoadCache.uid(pod), now.plus(MIN_WRITE_INTERVAL));
        } catch (KubernetesClientException e) {
            warnOnce(pod, e);
        }
    }

    /** Whether to write the desired cost; an empty text stands for no annotation. */
    static boolean isDue(String current, String desired, Instant notBefore, Instant now) {
        var fromOrToZero = current.isEmpty() || desired.isEmpty();
        return !desired.equals(current) && (fromOrToZero || !now.isBefore(notBefore));
    }

    /** A patch with the pod's uid: the API server rejects it when another pod has the name now. */
    private static String patch(Pod pod, String cost) {
        return """
                {"metadata":{"uid":"%s","annotations":{"%s":%s}}}""".formatted(PodLoadCache.uid(pod), ANNOTATION, cost.isEmpty() ? "null" : "\"" + cost + "\"");
    }

    private static String cost(Pod pod) {
        var annotations = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of());
        return annotations.getOrDefault(ANNOTATION, "");
    }

    /** Logs the first failure only: they can recur every 5 s. A deleted or replaced pod is no failure. */
    private void warnOnce(Pod pod, KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
                && e.getCode() != HttpURLConnection.HTTP_CONFLICT
                && warned.compareAndSet(false, true)) {
            log.warn(
                    "cannot set {} of pod {}/{}, so a scale-down may delete busy pods first; allow the operator to patch pods: {}",
                    ANNOTATION,
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    e.getMessage());
        }
    }
}
