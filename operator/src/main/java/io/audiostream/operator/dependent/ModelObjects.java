package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.model.DesiredModel;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Passes the {@link DesiredModel} from the reconciler to the objects that render it. */
public final class ModelObjects {
    private static final String DESIRED = "desired";

    private ModelObjects() {}

    public static void put(Context<TranscriptionModel> context, DesiredModel model) {
        context.managedWorkflowAndDependentResourceContext().put(DESIRED, model);
    }

    static DesiredModel desired(Context<TranscriptionModel> context) {
        return context.managedWorkflowAndDependentResourceContext().getMandatory(DESIRED, DesiredModel.class);
    }
}
