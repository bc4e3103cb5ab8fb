package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the deletion cost of pods, so that a ReplicaSet that scales down deletes busy pods last. The cost of a pod is
 * its number of streams. A pod without streams has no annotation, which Kubernetes treats as a cost of 0.
 * {@link DueCosts} decides when a changed cost is written. Not thread-safe.
 */
final class DeletionCosts {
    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    private static final Logger log = LoggerFactory.getLogger(DeletionCosts.class);

    private final KubernetesClient client;
    private final String fieldManager;
    private final DueCosts due;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param due decides when to write which cost */
    DeletionCosts(KubernetesClient client, String fieldManager, DueCosts due) {
        this.client = client;
        this.fieldManager = fieldManager;
        this.due = due;
    }

    /** Takes the loads of one service's pods. A single pod gets no cost: the ReplicaSet has no other pod to delete. */
    void update(Collection<Pod> pods, PodLoadCache loads) {
        var running = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        if (running.size() < 2) {
            return;
        }
        running.stream()
                .filter(PodInformer::isReady)
                .forEach(pod -> loads.of(pod).ifPresent(load -> due.add(pod, load.streams())));
    }

    /** Writes the costs of the pods whose turn it is. */
    void writeDue() {
        for (var next = due.next(); next.isPresent(); next = due.next()) {
            write(next.get());
        }
    }

    /** Removes the state of all pods except these. */
    void retain(Set<String> uids) {
        due.retain(uids);
    }

    private void write(DueCosts.Cost cost) {
        var pod = cost.pod();
        try {
            client.resource(pod)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withFieldManager(fieldManager)
                                    .build(),
                            patch(pod, cost.text()));
            due.written(cost);
        } catch (KubernetesClientException e) {
            warnOnce(pod, e);
        }
    }

    /** A patch with the pod's uid: the API server rejects it when another pod has the name now. */
    private static String patch(Pod pod, String cost) {
        return """
                {"metadata":{"uid":"%s","annotations":{"%s":%s}}}""".formatted(PodLoadCache.uid(pod), ANNOTATION, cost.isEmpty() ? "null" : "\"" + cost + "\"");
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
