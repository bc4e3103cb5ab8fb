package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Map;
import java.util.Objects;

/**
 * One object of a resource. The operator applies it server-side under its own field manager, so that fields of other
 * managers remain. The resource owns the object, so that Kubernetes deletes both together.
 */
public abstract class TranscriptionServiceDependent<R extends HasMetadata>
        extends OwnedDependent<R, TranscriptionService> {

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

    /**
     * Whether the object is left over from an earlier resource of the same name, which was deleted with
     * {@code --cascade=orphan}: it has the operator's labels for that name, and no owner.
     */
    @Override
    boolean mayAdopt(TranscriptionService resource, R existing) {
        return existing.getMetadata().getOwnerReferences().isEmpty()
                && Labels.areOf(
                        resource.getMetadata().getName(),
                        Objects.requireNonNullElse(existing.getMetadata().getLabels(), Map.of()));
    }
}
