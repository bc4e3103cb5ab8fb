package io.audiostream.operator.reconciler;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How several operators agree on the one that works: whoever holds a Lease leads, the others stand by with their watches up.
 *
 * @param namespace the Lease's namespace
 * @param lease the Lease's name
 * @param identity this process's name in it; no two may have the same
 * @param gained runs when this process begins to lead
 * @param lost runs when it leads no longer, which it can't undo; also at an orderly stop
 */
public record Leadership(String namespace, String lease, String identity, Runnable gained, Runnable lost) {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /**
     * Removes the Lease when nobody holds it any more, so that nothing is left of an operator that is uninstalled; another
     * one that stands by makes it anew. Comes last in an orderly stop.
     */
    public void tidy(KubernetesClient client) {
        var leases = client.leases().inNamespace(namespace).withName(lease);
        try {
            var there = leases.get();
            var holder = Optional.ofNullable(there)
                    .flatMap(found -> Optional.ofNullable(found.getSpec()))
                    .map(LeaseSpec::getHolderIdentity)
                    .orElse("");
            if (there != null && (holder.isEmpty() || holder.equals(identity))) {
                client.resource(there)
                        .lockResourceVersion(there.getMetadata().getResourceVersion())
                        .delete();
            }
        } catch (KubernetesClientException e) {
            // Somebody took it meanwhile, or the API server is away: then it stays.
            LOG.debug("the lease {}/{} stays", namespace, lease, e);
        }
    }
}
