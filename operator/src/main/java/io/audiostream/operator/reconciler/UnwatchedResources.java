package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports resources that an operator has served before and that are outside of the namespaces that this one watches.
 */
public final class UnwatchedResources {
    private static final Logger log = LoggerFactory.getLogger(UnwatchedResources.class);
    private static final long MAX_LISTED = 500;

    private UnwatchedResources() {}

    /**
     * Logs the resources, if the operator's account may list those of all namespaces. An account with Roles alone may
     * not, and sees no other namespace.
     *
     * @param watched the namespaces that this operator watches; empty: all
     * @param lease NAMESPACE/NAME of this operator's Lease, or an empty text; resources of other operators are theirs
     */
    public static void warn(KubernetesClient client, Set<String> watched, String lease) {
        if (watched.isEmpty()) {
            return;
        }
        try {
            var names = client
                    .resources(TranscriptionService.class)
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder().withLimit(MAX_LISTED).build())
                    .getItems()
                    .stream()
                    .filter(resource -> !watched.contains(resource.getMetadata().getNamespace()))
                    .filter(resource -> isOf(resource, lease))
                    .map(resource -> resource.getMetadata().getNamespace() + "/"
                            + resource.getMetadata().getName())
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                log.warn(
                        "no longer looking after {}: their namespaces are not among the watched ones {}. Their pods keep"
                                + " running, and changes have no effect. Add the namespaces to watchNamespaces, install"
                                + " an operator for them, or delete the resources",
                        names,
                        watched);
            }
        } catch (KubernetesClientException e) {
            log.debug("cannot list the resources of all namespaces", e);
        }
    }

    private static boolean isOf(TranscriptionService resource, String lease) {
        var status = resource.getStatus();
        return status != null
                && status.observedGeneration() != null
                && (status.operator() == null || status.operator().equals(lease));
    }
}
