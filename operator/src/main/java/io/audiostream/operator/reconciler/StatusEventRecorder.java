package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.StatusTransitions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what happened to each resource, once. */
final class StatusEventRecorder {
    private static final int MAX_REMEMBERED = 1000;

    private final EventRecorder events;

    /**
     * The cache may show a status that is older than the one which was told last. Whoever is forgotten here is read
     * from there.
     */
    private final Map<String, TranscriptionServiceStatus> told =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TranscriptionServiceStatus> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            });

    StatusEventRecorder(EventRecorder events) {
        this.events = events;
    }

    /** Writes the events between the status before and this one. */
    void tell(KubernetesClient client, TranscriptionService resource, TranscriptionServiceStatus now) {
        var uid = resource.getMetadata().getUid();
        var last = told.put(uid, now);
        var before = last == null ? resource.getStatus() : last;
        StatusTransitions.between(before, now).forEach(news -> events.write(client, resource, news));
    }
}
