package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.status.Story;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what happened to each resource, once. */
final class Storyteller {
    private static final int MOST_REMEMBERED = 1000;

    private final EventWriter events;

    /**
     * The cache may show a status that is older than the one which was told last. Whoever is forgotten here is read from
     * there.
     */
    private final Map<String, TranscriptionServiceStatus> told =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TranscriptionServiceStatus> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            });

    Storyteller(EventWriter events) {
        this.events = events;
    }

    /** Writes the events between the status before and this one. */
    void tell(KubernetesClient client, TranscriptionService resource, TranscriptionServiceStatus now) {
        var uid = resource.getMetadata().getUid();
        var last = told.put(uid, now);
        var before = last == null ? resource.getStatus() : last;
        Story.between(before, now).forEach(news -> events.write(client, resource, news));
    }
}
