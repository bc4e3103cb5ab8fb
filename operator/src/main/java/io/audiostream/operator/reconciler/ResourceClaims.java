package io.audiostream.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one operator look after each resource. An operator claims a resource before it applies objects, by writing the
 * name of its Lease into {@code status.operator}. Another operator keeps off while that Lease is renewed. Thread-safe.
 *
 * @param <R> kind of the resources
 */
final class ResourceClaims<R extends HasMetadata> {
    /** Annotation with which a user chooses the operator, as NAMESPACE/NAME of its Lease. It overrides a claim. */
    static final String ANNOTATION = "audiostream.io/operator";

    private static final Logger log = LoggerFactory.getLogger(ResourceClaims.class);

    /** Far longer than a leader takes to be replaced, and than the clocks of two nodes differ. */
    private static final Duration MAX_LEASE_AGE = Duration.ofMinutes(10);

    private final Optional<String> identity;
    private final InstantSource clock;
    private final Function<R, @Nullable String> owner;

    /**
     * @param identity NAMESPACE/NAME of this operator's Lease; empty: it has none, and claims nothing
     * @param owner reads {@code status.operator} of a resource
     */
    ResourceClaims(Optional<String> identity, InstantSource clock, Function<R, @Nullable String> owner) {
        this.identity = identity;
        this.clock = clock;
        this.owner = owner;
    }

    /** Returns the other operator that looks after the resource, if there is one. */
    Optional<String> otherOperator(KubernetesClient client, R resource) {
        return other(resource).filter(operator -> chosen(resource).isPresent() || isAlive(client, operator));
    }

    /** Returns whether the resource names another operator, running or not. */
    boolean namesOther(R resource) {
        return identity.isPresent() && other(resource).isPresent();
    }

    private Optional<String> other(R resource) {
        return chosen(resource)
                .or(() -> Optional.ofNullable(owner.apply(resource)))
                .filter(this::isOther);
    }

    /** Returns the operator that the user has chosen. */
    private Optional<String> chosen(R resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ANNOTATION));
    }

    /**
     * Claims the resource, unless this operator has done so already. Returns the resource with the claim.
     *
     * @throws KubernetesClientException with the code 409 when the resource has changed meanwhile
     */
    R claim(R resource, Context<R> context) {
        if (identity.isEmpty() || identity.get().equals(owner.apply(resource))) {
            return resource;
        }
        // With its resourceVersion the API server accepts the first of two claims and rejects the second.
        var patch = "{\"metadata\":{\"resourceVersion\":\"%s\"},\"status\":{\"operator\":\"%s\"}}"
                .formatted(resource.getMetadata().getResourceVersion(), identity.get());
        var claimed = context.getClient()
                .resource(resource)
                .subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager(TranscriptionServiceReconciler.FIELD_MANAGER)
                                .build(),
                        patch);
        return PrimaryUpdateAndCacheUtils.updateAndCacheResource(
                resource, context, UnaryOperator.identity(), _ -> claimed);
    }

    private boolean isOther(String operator) {
        return !identity.equals(Optional.of(operator));
    }

    private boolean isAlive(KubernetesClient client, String operator) {
        var slash = operator.indexOf('/');
        if (slash < 1) {
            return false;
        }
        try {
            var lease = client.leases()
                    .inNamespace(operator.substring(0, slash))
                    .withName(operator.substring(slash + 1))
                    .get();
            return lease != null && isRenewed(lease);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            // A namespaced operator may not read the Lease of another namespace. Two operators would be worse than
            // none.
            log.debug("cannot read the lease {}, so its operator counts as running", operator, e);
            return true;
        }
    }

    private boolean isRenewed(Lease lease) {
        var renewed = lease.getSpec() == null ? null : lease.getSpec().getRenewTime();
        return renewed != null && renewed.toInstant().isAfter(clock.instant().minus(MAX_LEASE_AGE));
    }
}
