package io.audiostream.operator.reconciler;

import io.audiostream.operator.status.StatusEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventSourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events, which {@code kubectl describe} shows. A repeated event increments the count of the existing Event. The
 * first failure is logged as a warning, later ones at debug level: a missing Event does not justify another reconcile.
 */
final class EventRecorder {
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

    /** The API server rejects longer messages. */
    private static final int MAX_MESSAGE_LENGTH = 1024;

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(TranscriptionServiceReconciler.FIELD_MANAGER)
            .build();

    private final Clock clock;
    private final AtomicBoolean warned = new AtomicBoolean();

    EventRecorder(Clock clock) {
        this.clock = clock;
    }

    void record(KubernetesClient client, HasMetadata resource, StatusEvent statusEvent) {
        var event = event(resource, statusEvent);
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                incrementCount(client, event);
            } else {
                warnOnce(e);
            }
        }
    }

    /**
     * Sends two patches: the response to the first one has the current count. No other process writes this Event, so
     * the count cannot change in between.
     */
    private void incrementCount(KubernetesClient client, Event event) {
        try {
            var existing =
                    client.resource(event).patch(MERGE, "{\"lastTimestamp\":\"" + event.getLastTimestamp() + "\"}");
            client.resource(event).patch(MERGE, "{\"count\":" + (count(existing) + 1) + "}");
        } catch (KubernetesClientException e) {
            // The Event expired between the requests (after 1 h by default); losing its count is acceptable.
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                warnOnce(e);
            }
        }
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int count(Event event) {
        Integer count = event.getCount();
        return count == null ? 1 : count;
    }

    private Event event(HasMetadata resource, StatusEvent statusEvent) {
        var metadata = resource.getMetadata();
        var type = statusEvent.warning() ? "Warning" : "Normal";
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(metadata.getName() + "." + digest(metadata.getUid(), type, statusEvent))
                        .withNamespace(metadata.getNamespace())
                        .build())
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion(resource.getApiVersion())
                        .withKind(resource.getKind())
                        .withName(metadata.getName())
                        .withNamespace(metadata.getNamespace())
                        .withUid(metadata.getUid())
                        .withResourceVersion(metadata.getResourceVersion())
                        .build())
                .withType(type)
                .withReason(statusEvent.reason().text())
                .withMessage(truncate(statusEvent.message()))
                .withSource(new EventSourceBuilder()
                        .withComponent(TranscriptionServiceReconciler.FIELD_MANAGER)
                        .build())
                .withReportingComponent(TranscriptionServiceReconciler.FIELD_MANAGER)
                .withReportingInstance("")
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    /** Names the Event by its content, so that all replicas of the operator use the same Event for a repeated event. */
    private static String digest(String uid, String type, StatusEvent statusEvent) {
        var text = String.join("\n", uid, type, statusEvent.reason().text(), statusEvent.message());
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, 16);
    }

    private static String truncate(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH - 2) + "…";
    }

    private void warnOnce(KubernetesClientException e) {
        if (!FailureClassifier.isNamespaceTerminating(e) && warned.compareAndSet(false, true)) {
            log.warn(
                    "cannot write Events, so kubectl describe shows no history; allow the operator to create and patch events: {}",
                    e.getMessage());
        } else {
            log.debug("cannot write an Event", e);
        }
    }
}
