package io.audiostream.operator.reconciler;

import io.audiostream.operator.status.EventReason.Transition;
import io.audiostream.operator.status.StatusEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports once for each resource that another operator looks after it. Thread-safe. */
final class OtherOperators {
    private static final Logger log = LoggerFactory.getLogger(OtherOperators.class);

    private final EventRecorder events;

    /** The reported operator by the uid of the resource. */
    private final Map<String, String> reported = new ConcurrentHashMap<>();

    OtherOperators(EventRecorder events) {
        this.events = events;
    }

    void report(KubernetesClient client, HasMetadata resource, String operator) {
        var metadata = resource.getMetadata();
        if (operator.equals(reported.put(metadata.getUid(), operator))) {
            return;
        }
        var message = ("The operator with the Lease %1$s looks after this resource, and a second operator keeps off. To"
                        + " choose another one, set the annotation %2$s to NAMESPACE/NAME of its Lease.")
                .formatted(operator, ResourceClaims.ANNOTATION);
        log.warn("{}/{}: {}", metadata.getNamespace(), metadata.getName(), message);
        events.record(client, resource, new StatusEvent(true, Transition.OTHER_OPERATOR, message));
    }
}
