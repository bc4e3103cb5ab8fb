package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whether only one node, or one pod, can mount a PersistentVolumeClaim. Keeps the answers for some minutes,
 * because access modes do not change and an informer would hold every claim of the cluster. Thread-safe.
 */
final class ExclusiveClaims {
    private static final Logger log = LoggerFactory.getLogger(ExclusiveClaims.class);

    /** Time after which a claim is read again: it may have been deleted and created with other modes. */
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private static final List<String> SHARED_MODES = List.of("ReadWriteMany", "ReadOnlyMany");

    private record Answer(boolean isExclusive, Instant readAt) {}

    private final InstantSource clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    ExclusiveClaims(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns false for a claim that does not exist, or that the operator may not read. */
    boolean isExclusive(KubernetesClient client, String namespace, String name) {
        var now = clock.instant();
        answers.values().removeIf(answer -> answer.readAt().plus(MAX_AGE).isBefore(now));
        var key = namespace + "/" + name;
        var known = answers.get(key);
        if (known != null) {
            return known.isExclusive();
        }
        var read = read(client, namespace, name);
        read.ifPresent(isExclusive -> answers.put(key, new Answer(isExclusive, now)));
        return read.orElse(false);
    }

    private static Optional<Boolean> read(KubernetesClient client, String namespace, String name) {
        try {
            return Optional.ofNullable(client.persistentVolumeClaims()
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .map(ExclusiveClaims::isExclusive);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            log.warn(
                    "the operator may not read the PersistentVolumeClaim {}/{}, and assumes that several nodes can mount"
                            + " it; the operator's role needs the verb get for persistentvolumeclaims",
                    namespace,
                    name);
            return Optional.of(false);
        }
    }

    private static boolean isExclusive(PersistentVolumeClaim claim) {
        var modes = Objects.requireNonNullElse(claim.getSpec().getAccessModes(), List.<String>of());
        return !modes.isEmpty() && SHARED_MODES.stream().noneMatch(modes::contains);
    }
}
