package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import io.audiostream.operator.dependent.AutoscalingWanted;
import io.audiostream.operator.dependent.EndpointService;
import io.audiostream.operator.dependent.EnvoyConfigMap;
import io.audiostream.operator.dependent.ServiceObject;
import io.audiostream.operator.dependent.TranscriberAutoscaler;
import io.audiostream.operator.dependent.TranscriberDeployment;
import io.audiostream.operator.dependent.TranscriberServiceAccount;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.InvalidSpecException;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.StatusFactory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import java.util.Optional;

/** Makes the objects of a {@link TranscriptionService} and keeps them so. */
@ControllerConfiguration(name = "transcriptionservice", fieldManager = TranscriptionServiceReconciler.FIELD_MANAGER)
@Workflow(
        explicitInvocation = true,
        dependents = {
            @Dependent(name = "service-account", type = TranscriberServiceAccount.class),
            @Dependent(name = "envoy-config", type = EnvoyConfigMap.class),
            @Dependent(name = "endpoint", type = EndpointService.class),
            @Dependent(
                    name = "pods",
                    type = TranscriberDeployment.class,
                    // Pods that start before these are there would wait for the kubelet's next try.
                    dependsOn = {"service-account", "envoy-config"}),
            @Dependent(
                    name = "autoscaler",
                    type = TranscriberAutoscaler.class,
                    // It may set the number of pods only once we have let go of it.
                    dependsOn = "pods",
                    reconcilePrecondition = AutoscalingWanted.class)
        })
public final class TranscriptionServiceReconciler implements Reconciler<TranscriptionService> {
    /** Name under which the API server remembers which fields are ours. */
    public static final String FIELD_MANAGER = "audiostream-operator";

    private final Defaults defaults;
    private final StatusFactory statuses;

    /**
     * @param defaults what holds where a resource says nothing
     * @param statuses makes the statuses
     */
    public TranscriptionServiceReconciler(Defaults defaults, StatusFactory statuses) {
        this.defaults = defaults;
        this.statuses = statuses;
    }

    @Override
    public UpdateControl<TranscriptionService> reconcile(
            TranscriptionService resource, Context<TranscriptionService> context) {
        DesiredService desired;
        try {
            desired = DesiredService.of(resource, defaults);
        } catch (InvalidSpecException e) {
            // Trying again changes nothing: the next event is a changed spec.
            return changed(
                            resource,
                            statuses.degraded(resource, new Problem("InvalidSpec", String.valueOf(e.getMessage()))))
                    .map(UpdateControl::patchStatus)
                    .orElseGet(UpdateControl::noUpdate);
        }
        var workflow = context.managedWorkflowAndDependentResourceContext();
        workflow.put(ServiceObject.DESIRED, desired);
        workflow.reconcileManagedWorkflow();
        return changed(resource, statuses.observed(resource, desired, context.getSecondaryResource(Deployment.class)))
                .map(UpdateControl::patchStatus)
                .orElseGet(UpdateControl::noUpdate);
    }

    @Override
    public ErrorStatusUpdateControl<TranscriptionService> updateErrorStatus(
            TranscriptionService resource, Context<TranscriptionService> context, Exception problem) {
        if (Problems.isShutdown(problem)) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        return changed(resource, statuses.degraded(resource, Problems.of(problem)))
                .map(ErrorStatusUpdateControl::patchStatus)
                .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
    }

    /** The resource with its new status, unless it has it already: a patch that changes nothing is a write too. */
    private static Optional<TranscriptionService> changed(
            TranscriptionService resource, TranscriptionServiceStatus status) {
        if (status.equals(resource.getStatus())) {
            return Optional.empty();
        }
        var patch = new TranscriptionService();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        patch.setStatus(status);
        return Optional.of(patch);
    }
}
