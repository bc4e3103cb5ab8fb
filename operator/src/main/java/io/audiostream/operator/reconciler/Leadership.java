package io.audiostream.operator.reconciler;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures leader election among the replicas of the operator. The holder of the Lease is the leader; the others are
 * standbys with their watches established.
 *
 * @param namespace the Lease's namespace
 * @param lease the Lease's name
 * @param identity this process's unique holder identity: the pod's name
 * @param podUid uid of the pod that this process runs in; empty outside a cluster
 * @param onStartLeading runs when this process becomes the leader
 * @param onStopLeading runs when this process has lost the Lease, also at a graceful shutdown. It cannot become the
 *     leader again
 */
public record Leadership(
        String namespace,
        String lease,
        String identity,
        Optional<String> podUid,
        Runnable onStartLeading,
        Runnable onStopLeading) {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);

    /** NAMESPACE/NAME of the Lease, which identifies the operator across its replicas and restarts. */
    public String identityOfOperator() {
        return namespace + "/" + lease;
    }

    /**
     * Makes this pod the owner of the Lease, so that the garbage collector deletes the Lease with the last leader when
     * the operator is uninstalled. If the Lease is deleted before a new leader owns it, that leader creates it again.
     */
    void setLeaseOwner(KubernetesClient client) {
        podUid.ifPresent(uid -> {
            try {
                client.leases()
                        .inNamespace(namespace)
                        .withName(lease)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"ownerReferences\":["
                                        + client.getKubernetesSerialization().asJson(pod(uid)) + "]}}");
            } catch (KubernetesClientException e) {
                log.warn(
                        "cannot set the owner of lease {}/{}, so an uninstall leaves it behind: {}",
                        namespace,
                        lease,
                        e.getMessage());
            }
        });
    }

    /**
     * Gives up the Lease, so that a standby leads within seconds instead of after the Lease's end. Call it when no
     * reconcile runs any more.
     */
    public void release(KubernetesClient client) {
        try {
            var existing =
                    client.leases().inNamespace(namespace).withName(lease).get();
            if (existing == null || !identity.equals(existing.getSpec().getHolderIdentity())) {
                return;
            }
            // With its resourceVersion the API server rejects the patch if the Lease has changed.
            client.leases()
                    .inNamespace(namespace)
                    .withName(lease)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"holderIdentity\":\"\"}}"
                                    .formatted(existing.getMetadata().getResourceVersion()));
            log.info("{} has released the lease {}/{}", identity, namespace, lease);
        } catch (KubernetesClientException e) {
            log.warn(
                    "cannot release lease {}/{}, so another replica leads only after its end: {}",
                    namespace,
                    lease,
                    e.getMessage());
        }
    }

    private OwnerReference pod(String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(identity)
                .withUid(uid)
                .build();
    }
}
