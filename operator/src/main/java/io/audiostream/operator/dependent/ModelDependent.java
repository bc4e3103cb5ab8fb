package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.model.DesiredModel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.List;

/** One object of a {@link TranscriptionModel}, which owns it. */
abstract class ModelDependent<R extends HasMetadata> extends CRUDKubernetesDependentResource<R, TranscriptionModel> {

    /** Renders the desired object, without its owner. */
    abstract R render(DesiredModel model);

    static ObjectMeta metadata(DesiredModel model, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(model.namespace())
                .withLabels(ModelLabels.of(model))
                .build();
    }

    @Override
    protected R desired(TranscriptionModel resource, Context<TranscriptionModel> context) {
        return render(ModelObjects.desired(context));
    }

    @Override
    protected void addReferenceHandlingMetadata(R desired, TranscriptionModel resource) {
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

    /** Creates the object, unless one of another owner has its name. */
    @Override
    public R create(R desired, TranscriptionModel resource, Context<TranscriptionModel> context) {
        var existing = context.getClient().resource(desired).get();
        if (existing != null && !existing.hasOwnerReferenceFor(resource)) {
            throw new NameConflictException(
                    existing, resource.getKind(), resource.getMetadata().getName());
        }
        return existing == null
                ? super.create(desired, resource, context)
                : update(existing, desired, resource, context);
    }
}
