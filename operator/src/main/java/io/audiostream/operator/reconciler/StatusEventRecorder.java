package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.StatusTransitions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records each transition of a resource's status as an Event, once. Thread-safe. */
final class StatusEventRecorder {
    private static final int MAX_ENTRIES = 1000;

    private final EventRecorder events;

    /**
     * The latest recorded status by uid. The informer cache may lag behind it. For resources that this map has evicted
     * the cache is the fallback.
     */
    private final Map<String, TranscriptionServiceStatus> recorded =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TranscriptionServiceStatus> eldest) {
                    return size() > MAX_ENTRIES;
                }
            });

    StatusEventRecorder(EventRecorder events) {
        this.events = events;
    }

    /** Records the Events between the previous status and this one. */
    void record(KubernetesClient client, TranscriptionService resource, TranscriptionServiceStatus now) {
        var uid = resource.getMetadata().getUid();
        var last = recorded.put(uid, now);
        var before = last == null ? resource.getStatus() : last;
        StatusTransitions.between(before, now).forEach(event -> events.record(client, resource, event));
    }
}
