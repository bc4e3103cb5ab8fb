package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The pods. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class TranscriberDeployment extends TranscriptionServiceDependent<Deployment> {

    /** The largest model has 3 GB, and a slow line fetches it at 2 MB/s. */
    private static final int PROGRESS_DEADLINE_SECONDS = 1800;

    @Override
    Deployment render(DesiredService service) {
        return new DeploymentBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new DeploymentSpecBuilder()
                        // Left out with autoscaling: the number is then the autoscaler's alone.
                        .withReplicas(service.autoscaling().isPresent() ? null : service.replicas())
                        .withRevisionHistoryLimit(3)
                        .withProgressDeadlineSeconds(PROGRESS_DEADLINE_SECONDS)
                        .withStrategy(oneAfterTheOther())
                        .withSelector(new LabelSelectorBuilder()
                                .withMatchLabels(Labels.selectorOf(service))
                                .build())
                        .withTemplate(TranscriberPod.template(service))
                        .build())
                .build();
    }

    /** Before the number of pods is applied no more, it is handed over as it is. */
    @Override
    public Deployment update(
            Deployment actual,
            Deployment desired,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        desiredService(context)
                .autoscaling()
                .filter(wanted -> ReplicasHandover.isOwned(
                        actual, context.getControllerConfiguration().fieldManager()))
                .ifPresent(wanted -> new ReplicasHandover(context.getClient()).handOver(actual, wanted.minReplicas()));
        return super.update(actual, desired, resource, context);
    }

    /** A pod goes when its successor serves: no slot is missing while pods are replaced. */
    private static DeploymentStrategy oneAfterTheOther() {
        return new DeploymentStrategyBuilder()
                .withType("RollingUpdate")
                .withRollingUpdate(new RollingUpdateDeploymentBuilder()
                        .withMaxSurge(new IntOrString(1))
                        .withMaxUnavailable(new IntOrString(0))
                        .build())
                .build();
    }
}
