package io.audiostream.operator.pods;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.status.FetchReport;
import io.audiostream.operator.status.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the pods of a {@code TranscriptionModel} how much of it they have fetched. Thread-safe. */
public final class FetchProgress {
    private static final Logger log = LoggerFactory.getLogger(FetchProgress.class);

    private final PodLoadClient client;

    public FetchProgress(PodLoadClient client) {
        this.client = client;
    }

    /**
     * Returns the progress by the names of the pods. Waits for each pod, at most for the timeout of the client. A pod
     * that does not respond, or does not report its progress, is missing: the model is fetched all the same.
     */
    public Map<String, FetchReport> of(Collection<Pod> pods) {
        var reports = new HashMap<String, FetchReport>();
        for (var pod : pods) {
            if (PodState.hasStarted(pod, ReservedNames.FETCH_MODEL)) {
                ask(pod, reports);
            }
        }
        return reports;
    }

    private void ask(Pod pod, Map<String, FetchReport> reports) {
        try {
            var report = client.fetch(pod).fetch();
            if (report != null) {
                reports.put(pod.getMetadata().getName(), report);
            }
        } catch (IOException | RuntimeException e) {
            log.debug("cannot fetch the progress of pod {}", pod.getMetadata().getName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
