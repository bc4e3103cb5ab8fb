package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.envoy.ContentHash;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.time.InstantSource;

/** The Deployment of the pods. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class TranscriberDeployment extends TranscriptionServiceDependent<Deployment> {

    /** Allows for the download of the largest model, 3 GB, at 2 MB/s. */
    private static final int PROGRESS_DEADLINE_SECONDS = 1800;

    private final ExclusiveClaims claims = new ExclusiveClaims(InstantSource.system());

    @Override
    Deployment render(DesiredService service) {
        return new DeploymentBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new DeploymentSpecBuilder()
                        // The autoscaler owns the number of pods.
                        .withReplicas(
                                service.scaling().autoscaling().isPresent()
                                        ? null
                                        : service.scaling().replicas())
                        .withRevisionHistoryLimit(3)
                        .withProgressDeadlineSeconds(PROGRESS_DEADLINE_SECONDS)
                        .withStrategy(RolloutStrategy.of(service, false))
                        .withSelector(new LabelSelectorBuilder()
                                .withMatchLabels(Labels.selectorOf(service))
                                .build())
                        .withTemplate(TranscriberPod.template(service))
                        .build())
                .build();
    }

    /** Returns a hash of the pod template without the name of Envoy's ConfigMap. */
    public static String podTemplateHash(DesiredService service) {
        var template = Serialization.asYaml(TranscriberPod.template(service));
        return ContentHash.of(template.replace(EnvoyConfigMap.name(service), ""));
    }

    @Override
    protected Deployment desired(TranscriptionService resource, Context<TranscriptionService> context) {
        var desired = super.desired(resource, context);
        if (context.getSecondaryResource(Deployment.class)
                .flatMap(actual -> ForeignAutoscaler.of(context.getClient(), desiredService(context), actual))
                .isPresent()) {
            desired.getSpec().setReplicas(null);
        }
        if (hasExclusiveClaim(context)) {
            desired.getSpec().setStrategy(RolloutStrategy.of(desiredService(context), true));
        }
        return desired;
    }

    private boolean hasExclusiveClaim(Context<TranscriptionService> context) {
        var service = desiredService(context);
        return service.pods().rollingUpdate().isDerived()
                && service.claims()
                        .anyMatch(claim -> claims.isExclusive(context.getClient(), service.namespace(), claim));
    }

    /** Hands the number of pods over to the autoscaler before the operator stops applying it. */
    @Override
    public Deployment update(
            Deployment actual,
            Deployment desired,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        desiredService(context)
                .scaling()
                .autoscaling()
                .filter(autoscaling -> ReplicasHandover.isOwned(
                        actual, context.getControllerConfiguration().fieldManager()))
                .ifPresent(autoscaling ->
                        new ReplicasHandover(context.getClient()).handOver(actual, autoscaling.minReplicas()));
        return super.update(actual, desired, resource, context);
    }
}
