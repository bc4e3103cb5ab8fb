package io.audiostream.operator.reconciler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the prerequisites of the operator at its start, so that a wrong set-up ends with a message that names the
 * remedy, and without a stack trace.
 */
public final class ClusterCheck {
    private static final Logger log = LoggerFactory.getLogger(ClusterCheck.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    private ClusterCheck() {}

    /**
     * Lists every kind that the operator watches once. A single namespace that the API server refuses is no failure:
     * {@link WatchedNamespaces} reports it.
     *
     * @param namespaces the namespaces to watch; empty: all
     * @param timeout how long to retry while the API server is unreachable or fails; zero: no retry
     * @throws IOException with the cause and the remedy
     */
    public static void run(KubernetesClient client, Set<String> namespaces, Duration timeout)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                list(client, namespaces);
                return;
            } catch (KubernetesClientException e) {
                var isRefusal = e.getCode() != 0 && e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR;
                if (isRefusal || System.nanoTime() - deadline >= 0) {
                    throw new IOException(message(client, e), e);
                }
                log.warn("{}; retrying in {} s", message(client, e), RETRY_INTERVAL.toSeconds());
                // An unreachable API server sends no event when it is back, so this has to poll.
                Thread.sleep(RETRY_INTERVAL);
            }
        }
    }

    private static void list(KubernetesClient client, Set<String> namespaces) {
        var access = new NamespaceAccess(client);
        if (namespaces.isEmpty()) {
            access.refusalInAnyNamespace().ifPresent(refusal -> {
                throw refusal;
            });
        } else {
            namespaces.forEach(access::refusal);
        }
    }

    private static String message(KubernetesClient client, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "the cluster has no CRD TranscriptionService or TranscriptionModel: run kubectl apply -f deploy/crd, or set crds.install=true in the chart";
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "the API server refuses what the operator needs: "
                        + e.getStatus().getMessage()
                        + " (the chart's ClusterRole grants it; to watch some namespaces only, set watchNamespaces)";
            default ->
                "no Kubernetes answers at " + client.getMasterUrl() + ": check KUBECONFIG (" + rootCause(e) + ")";
        };
    }

    private static String rootCause(Throwable e) {
        return e.getCause() == null ? e.toString() : rootCause(e.getCause());
    }
}
