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
 * How several operators agree on the one that works: whoever holds a Lease leads, the others stand by with their
 * watches up.
 *
 * @param namespace the Lease's namespace
 * @param lease the Lease's name
 * @param identity this process's name in it, which no other has: the pod's name
 * @param podUid uid of the pod that this process runs in; empty outside of a cluster
 * @param gained runs when this process begins to lead
 * @param lost runs when it leads no longer, which it can't undo; also at an orderly stop
 */
public record Leadership(
        String namespace, String lease, String identity, Optional<String> podUid, Runnable gained, Runnable lost) {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);

    /**
     * Makes this pod the Lease's owner, so that it goes with the last pod of an operator that is uninstalled: nobody
     * else knows then that it is not needed any more. If it goes a moment too early, the one that leads makes it anew.
     */
    void own(KubernetesClient client) {
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
                log.warn("the lease {}/{} will be left behind by an uninstall: {}", namespace, lease, e.getMessage());
            }
        });
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
