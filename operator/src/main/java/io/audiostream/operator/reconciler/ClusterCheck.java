package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Set;

/** Tries what the operator needs first, so that a wrong set-up is told in a sentence and not in a stack trace. */
public final class ClusterCheck {
    private ClusterCheck() {}

    /**
     * Lists resources once.
     *
     * @param namespaces the namespaces to look after; empty: all
     * @throws IOException with what is wrong and what to do
     */
    public static void run(KubernetesClient client, Set<String> namespaces) throws IOException {
        try {
            var resources = client.resources(TranscriptionService.class);
            if (namespaces.isEmpty()) {
                resources.inAnyNamespace().list();
            } else {
                namespaces.forEach(namespace -> resources.inNamespace(namespace).list());
            }
        } catch (KubernetesClientException e) {
            throw new IOException(sentence(client, e), e);
        }
    }

    private static String sentence(KubernetesClient client, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "the cluster does not know TranscriptionService yet: kubectl apply -f deploy/crd";
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "the operator's account may not list TranscriptionServices: "
                        + e.getStatus().getMessage();
            default ->
                "no Kubernetes answers at " + client.getMasterUrl() + ": check KUBECONFIG (" + innermost(e) + ")";
        };
    }

    private static String innermost(Throwable e) {
        return e.getCause() == null ? e.toString() : innermost(e.getCause());
    }
}
