package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.model.DesiredModel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** One object of a {@link TranscriptionModel}, which owns it. */
abstract class ModelDependent<R extends HasMetadata> extends OwnedDependent<R, TranscriptionModel> {

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
}
