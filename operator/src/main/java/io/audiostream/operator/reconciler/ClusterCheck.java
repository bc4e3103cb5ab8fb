package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries what the operator needs first, so that a wrong set-up is told in a sentence and not in a stack trace. */
public final class ClusterCheck {
    private static final Logger log = LoggerFactory.getLogger(ClusterCheck.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private ClusterCheck() {}

    /**
     * Lists resources once.
     *
     * @param namespaces the namespaces to look after; empty: all
     * @param patience how long it may take until the API server answers at all; zero: it has to at once
     * @throws IOException with what is wrong and what to do
     */
    public static void run(KubernetesClient client, Set<String> namespaces, Duration patience)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                list(client, namespaces);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 0 && e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
                        || System.nanoTime() >= deadline) {
                    throw new IOException(sentence(client, e), e);
                }
                log.warn("{}; trying again in {} s", sentence(client, e), AGAIN.toSeconds());
                // An API server that is away tells nobody when it is back: it can only be asked again.
                Thread.sleep(AGAIN);
            }
        }
    }

    private static void list(KubernetesClient client, Set<String> namespaces) {
        var resources = client.resources(TranscriptionService.class);
        if (namespaces.isEmpty()) {
            resources.inAnyNamespace().list();
        } else {
            namespaces.forEach(namespace -> resources.inNamespace(namespace).list());
        }
    }

    private static String sentence(KubernetesClient client, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "the cluster does not know TranscriptionService yet: kubectl apply -f deploy/crd, or with the chart crds.install=true";
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "the operator's account may not list TranscriptionServices: "
                        + e.getStatus().getMessage()
                        + " (with the chart: are these the namespaces in watchNamespaces, and do they exist?)";
            default ->
                "no Kubernetes answers at " + client.getMasterUrl() + ": check KUBECONFIG (" + innermost(e) + ")";
        };
    }

    private static String innermost(Throwable e) {
        return e.getCause() == null ? e.toString() : innermost(e.getCause());
    }
}
