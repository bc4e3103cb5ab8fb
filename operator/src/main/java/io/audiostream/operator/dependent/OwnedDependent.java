package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.net.HttpURLConnection;
import java.util.List;

/** One object that a resource controls. The operator never changes an object of another owner. */
abstract class OwnedDependent<R extends HasMetadata, P extends HasMetadata>
        extends CRUDKubernetesDependentResource<R, P> {

    /** Makes the resource the controller of the object, so that {@code kubectl} and other tools show the owner. */
    @Override
    protected void addReferenceHandlingMetadata(R desired, P resource) {
        desired.getMetadata().setOwnerReferences(List.of(owner(resource)));
    }

    static OwnerReference owner(HasMetadata resource) {
        return new OwnerReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /**
     * Creates the object, unless one with its name exists that the informer does not assign to the resource. That is an
     * object of this resource without its labels or one to adopt, both of which the operator updates, or an object of
     * another owner.
     *
     * <p>JOSDK applies a new object with a version that no object has. The API server therefore rejects the request
     * when the object exists, which takes the place of a read before each creation.
     *
     * @throws NameConflictException when the existing object has another owner
     */
    @Override
    public R create(R desired, P resource, Context<P> context) {
        try {
            return super.create(desired, resource, context);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            var existing = context.getClient().resource(desired).get();
            if (existing == null) {
                // The object was deleted meanwhile, or another object changed, such as a ResourceQuota: a retry helps.
                throw e;
            }
            return updateOwn(existing, desired, resource, context);
        }
    }

    private R updateOwn(R existing, R desired, P resource, Context<P> context) {
        if (!existing.hasOwnerReferenceFor(resource) && !mayAdopt(resource, existing)) {
            throw new NameConflictException(
                    existing, resource.getKind(), resource.getMetadata().getName());
        }
        withoutVersion(desired);
        return update(existing, desired, resource, context);
    }

    /** Removes the version for the creation. */
    @SuppressWarnings("NullAway") // fields of Kubernetes objects are null when absent
    private static void withoutVersion(HasMetadata desired) {
        desired.getMetadata().setResourceVersion(null);
    }

    /** Whether the resource may take over an object that does not belong to it. */
    boolean mayAdopt(P resource, R existing) {
        return false;
    }
}
