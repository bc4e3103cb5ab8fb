package io.audiostream.operator.reconciler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows which of the configured namespaces the operator may watch. A namespace that does not exist, or was deleted
 * and created again, has no Role of the operator, so the API server refuses every request in it. The operator serves
 * the other namespaces, and adds this one once the API server allows it. Thread-safe.
 */
public final class WatchedNamespaces implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchedNamespaces.class);

    private final NamespaceAccess access;
    private final Set<String> configured;
    private final Duration interval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("namespaces").factory());

    /** The namespaces that the controllers watch. After {@link #follow}, only the timer uses it. */
    private Set<String> applied = Set.of();

    private volatile Set<String> visible = Set.of();
    private volatile Set<String> refused = Set.of();

    /**
     * @param namespaces the configured namespaces; empty: all, which needs no following
     * @param interval time between two checks, above 0
     */
    public WatchedNamespaces(KubernetesClient client, Set<String> namespaces, Duration interval) {
        this.access = new NamespaceAccess(client);
        this.configured = Set.copyOf(namespaces);
        this.interval = interval;
    }

    /** The namespaces that the operator may watch; empty before {@link #awaitVisible}. */
    public Set<String> visible() {
        return visible;
    }

    /** The configured namespaces that the operator may not watch. */
    public Set<String> refused() {
        return refused;
    }

    /** Waits until the operator may watch at least one of the namespaces. */
    public void awaitVisible() throws InterruptedException {
        check();
        while (visible.isEmpty() && !configured.isEmpty()) {
            // The API server sends no event when it begins to allow a request, so this has to poll.
            Thread.sleep(interval);
            check();
        }
    }

    /** Checks the namespaces in intervals, and changes those that the operator's controllers watch. */
    public void follow(Operator operator) {
        if (!configured.isEmpty()) {
            applied = visible;
            timer.scheduleWithFixedDelay(
                    () -> checkAndApply(operator), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void checkAndApply(Operator operator) {
        try {
            check();
            if (!applied.equals(visible)) {
                operator.getRegisteredControllers().forEach(controller -> controller.changeNamespaces(visible));
                applied = visible;
            }
        } catch (RuntimeException e) {
            log.warn("cannot check the namespaces; retrying in {} s", interval.toSeconds(), e);
        }
    }

    private void check() {
        var nowVisible = new TreeSet<String>();
        var nowRefused = new TreeSet<String>();
        for (var namespace : configured) {
            if (isVisible(namespace)) {
                nowVisible.add(namespace);
            } else {
                nowRefused.add(namespace);
            }
        }
        visible = nowVisible;
        refused = nowRefused;
    }

    private boolean isVisible(String namespace) {
        try {
            var wasVisible = visible.contains(namespace);
            var refusal = wasVisible ? access.refusalOfResources(namespace) : access.refusal(namespace);
            refusal.filter(_ -> !refused.contains(namespace)).ifPresent(e -> logRefusal(namespace, e));
            if (refusal.isEmpty() && refused.contains(namespace)) {
                log.info("watching namespace {} again: the API server allows it now", namespace);
            }
            return refusal.isEmpty();
        } catch (KubernetesClientException e) {
            // An API server that is away says nothing about the namespace.
            log.debug("cannot check namespace {}", namespace, e);
            return visible.contains(namespace);
        }
    }

    private void logRefusal(String namespace, KubernetesClientException e) {
        log.warn(
                "not watching namespace {}: {}. Its TranscriptionServices are not looked after. Create the namespace and"
                        + " the operator's Role in it (with Helm: helm upgrade), or remove it from watchNamespaces; the"
                        + " operator looks again every {} s",
                namespace,
                e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage(),
                interval.toSeconds());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
