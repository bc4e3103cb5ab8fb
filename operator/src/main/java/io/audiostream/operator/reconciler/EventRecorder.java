package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.status.StatusEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventSourceBuilder;
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
 * Writes what {@code kubectl describe} shows of a resource. What is told again is counted on the Event that is there. A
 * failure is logged once and otherwise passed over: an Event is not worth a reconcile.
 */
final class EventRecorder {
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

    /** The API server takes no longer message. */
    private static final int LONGEST_MESSAGE = 1024;

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(TranscriptionServiceReconciler.FIELD_MANAGER)
            .build();

    private final Clock clock;
    private final AtomicBoolean complained = new AtomicBoolean();

    EventRecorder(Clock clock) {
        this.clock = clock;
    }

    void write(KubernetesClient client, TranscriptionService resource, StatusEvent told) {
        var event = event(resource, told);
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                countOneMore(client, event);
            } else {
                complain(e);
            }
        }
    }

    /** In two steps, for only the answer to the first one tells the count; nobody else writes this Event. */
    private void countOneMore(KubernetesClient client, Event event) {
        try {
            var there = client.resource(event).patch(MERGE, "{\"lastTimestamp\":\"" + event.getLastTimestamp() + "\"}");
            client.resource(event).patch(MERGE, "{\"count\":" + (count(there) + 1) + "}");
        } catch (KubernetesClientException e) {
            // It was there a moment ago and its hour was over: what is old news is lost with it.
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                complain(e);
            }
        }
    }

    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static int count(Event event) {
        Integer count = event.getCount();
        return count == null ? 1 : count;
    }

    private Event event(TranscriptionService resource, StatusEvent told) {
        var metadata = resource.getMetadata();
        var type = told.warning() ? "Warning" : "Normal";
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(metadata.getName() + "." + digest(metadata.getUid(), type, told))
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
                .withReason(told.reason())
                .withMessage(shortened(told.message()))
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

    /** The same words about the same resource have the same name, whoever writes them. */
    private static String digest(String uid, String type, StatusEvent told) {
        var text = String.join("\n", uid, type, told.reason(), told.message());
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, 16);
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 2) + "…";
    }

    private void complain(KubernetesClientException e) {
        if (!FailureClassifier.isNamespaceTerminating(e) && complained.compareAndSet(false, true)) {
            log.warn("can't write events, so kubectl describe does not show what happened: {}", e.getMessage());
        } else {
            log.debug("can't write an event", e);
        }
    }
}
