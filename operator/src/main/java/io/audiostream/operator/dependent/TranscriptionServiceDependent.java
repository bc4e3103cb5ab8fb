package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.List;

/**
 * One object that is made for a resource: applied server-side under our field manager, so that fields of others stay,
 * owned by the resource, so that it goes with it.
 */
public abstract class TranscriptionServiceDependent<R extends HasMetadata>
        extends CRUDKubernetesDependentResource<R, TranscriptionService> {

    /** Key under which the reconciler puts the {@link DesiredService} into the context. */
    public static final String DESIRED = "desired";

    /** The object as it should be, without its owner. */
    abstract R render(DesiredService service);

    /** Metadata with the service's namespace and labels. */
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

    /** What the reconciler has read the resource as. */
    static DesiredService desiredService(Context<TranscriptionService> context) {
        return context.managedWorkflowAndDependentResourceContext().getMandatory(DESIRED, DesiredService.class);
    }

    /** As its controller, so that the resource is the one owner and {@code kubectl} and other tools see it as such. */
    @Override
    protected void addReferenceHandlingMetadata(R desired, TranscriptionService resource) {
        desired.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion(resource.getApiVersion())
                        .withKind(resource.getKind())
                        .withName(resource.getMetadata().getName())
                        .withUid(resource.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build()));
    }

    /**
     * What the watch does not show may be there all the same: ours, with its labels gone, or somebody else's, which
     * applying would take over.
     *
     * @throws NameConflictException when it is somebody else's
     */
    @Override
    public R create(R desired, TranscriptionService resource, Context<TranscriptionService> context) {
        var there = context.getClient().resource(desired).get();
        if (there == null) {
            return super.create(desired, resource, context);
        }
        if (!there.hasOwnerReferenceFor(resource)) {
            throw new NameConflictException(there, resource.getMetadata().getName());
        }
        return update(there, desired, resource, context);
    }
}
