package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One object of a resource. The operator applies it server-side under its own field manager, so that fields of other
 * managers remain. The resource owns the object, so that Kubernetes deletes both together.
 */
public abstract class TranscriptionServiceDependent<R extends HasMetadata>
        extends CRUDKubernetesDependentResource<R, TranscriptionService> {

    /** Key of the {@link DesiredService} that the reconciler puts into the context. */
    public static final String DESIRED = "desired";

    /** Renders the desired object, without its owner. */
    abstract R render(DesiredService service);

    /** Returns metadata with the namespace and labels of the service. */
    static ObjectMeta metadata(DesiredService service, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(service.namespace())
                .withLabels(Labels.of(service))
                .build();
    }

    @Override
    protected R desired(TranscriptionService resource, Context<TranscriptionService> context) {
        return render(desiredService(context));
    }

    /** Returns the desired service that the reconciler put into the context. */
    static DesiredService desiredService(Context<TranscriptionService> context) {
        return context.managedWorkflowAndDependentResourceContext().getMandatory(DESIRED, DesiredService.class);
    }

    /** Makes the resource the controller of the object, so that {@code kubectl} and other tools show the owner. */
    @Override
    protected void addReferenceHandlingMetadata(R desired, TranscriptionService resource) {
        desired.getMetadata().setOwnerReferences(List.of(owner(resource)));
    }

    static OwnerReference owner(TranscriptionService resource) {
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
     * object of this resource without its labels or an orphan, both of which the operator updates, or an object of
     * another owner.
     *
     * @throws NameConflictException when the existing object has another owner
     */
    @Override
    public R create(R desired, TranscriptionService resource, Context<TranscriptionService> context) {
        var existing = context.getClient().resource(desired).get();
        if (existing == null) {
            return super.create(desired, resource, context);
        }
        if (!existing.hasOwnerReferenceFor(resource) && !isOrphanOf(resource, existing)) {
            throw new NameConflictException(
                    existing, resource.getKind(), resource.getMetadata().getName());
        }
        return update(existing, desired, resource, context);
    }

    /**
     * Whether the object is left over from an earlier resource of the same name, which was deleted with
     * {@code --cascade=orphan}: it has the operator's labels for that name, and no owner.
     */
    private static boolean isOrphanOf(TranscriptionService resource, HasMetadata existing) {
        return existing.getMetadata().getOwnerReferences().isEmpty()
                && Labels.areOf(
                        resource.getMetadata().getName(),
                        Objects.requireNonNullElse(existing.getMetadata().getLabels(), Map.of()));
    }
}
