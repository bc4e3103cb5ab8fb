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
 * Tells Kubernetes which pods to take last when there are too many. A pod costs as much as it has streams: that is how
 * many callers its end would disturb, it needs no scale of its own, and an idle pod costs what a pod costs by default,
 * nothing.
 *
 * <p>Whether a pod has streams at all is written at once; another number of them at most every {@code 30 s}, because
 * Kubernetes asks not to write such a number with every change of it.
 */
final class DeletionCosts {
    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    private static final Logger log = LoggerFactory.getLogger(DeletionCosts.class);
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final String fieldManager;
    private final InstantSource clock;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();
    private final AtomicBoolean complained = new AtomicBoolean();

    DeletionCosts(KubernetesClient client, String fieldManager, InstantSource clock) {
        this.client = client;
        this.fieldManager = fieldManager;
        this.clock = clock;
    }

    /**
     * Writes what the pods of one service should cost; nothing as long as there is only one, for nobody chooses then.
     */
    void keep(Collection<Pod> pods, PodLoadCache readings) {
        var staying = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        if (staying.size() < 2) {
            return;
        }
        staying.stream()
                .filter(PodInformer::isReady)
                .forEach(pod -> readings.of(pod).ifPresent(reading -> keep(pod, reading.streams())));
    }

    /** Forgets all pods but these. */
    void retain(Set<String> uids) {
        written.keySet().retainAll(uids);
    }

    private void keep(Pod pod, int streams) {
        var wanted = streams == 0 ? "" : String.valueOf(streams);
        var there = cost(pod);
        var now = clock.instant();
        if (!due(there, wanted, written.getOrDefault(PodLoadCache.uid(pod), Instant.MIN), now)) {
            return;
        }
        try {
            client.resource(pod)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withFieldManager(fieldManager)
                                    .build(),
                            patch(pod, wanted));
            written.put(PodLoadCache.uid(pod), now.plus(BETWEEN));
        } catch (KubernetesClientException e) {
            complain(pod, e);
        }
    }

    /** Whether to write; empty texts stand for no annotation. */
    static boolean due(String there, String wanted, Instant notBefore, Instant now) {
        var fromOrToNothing = there.isEmpty() || wanted.isEmpty();
        return !wanted.equals(there) && (fromOrToNothing || !now.isBefore(notBefore));
    }

    /** The uid makes the API server refuse when another pod has taken the name. */
    private static String patch(Pod pod, String cost) {
        return """
                {"metadata":{"uid":"%s","annotations":{"%s":%s}}}""".formatted(PodLoadCache.uid(pod), ANNOTATION, cost.isEmpty() ? "null" : "\"" + cost + "\"");
    }

    private static String cost(Pod pod) {
        var annotations = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of());
        return annotations.getOrDefault(ANNOTATION, "");
    }

    /** A pod that has gone meanwhile is as it should be. Of other failures one line is enough: they come every 5 s. */
    private void complain(Pod pod, KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
                && e.getCode() != HttpURLConnection.HTTP_CONFLICT
                && complained.compareAndSet(false, true)) {
            log.warn(
                    "can't write {} of pod {}/{}, so a smaller Deployment may lose busy pods first: {}",
                    ANNOTATION,
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    e.getMessage());
        }
    }
}
