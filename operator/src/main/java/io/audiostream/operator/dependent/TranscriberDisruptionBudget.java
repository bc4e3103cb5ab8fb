package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpecBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The PodDisruptionBudget: the drain of nodes evicts the pods one after the other. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class TranscriberDisruptionBudget extends OptionalDependent<PodDisruptionBudget> {

    @Override
    PodDisruptionBudget render(DesiredService service) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new PodDisruptionBudgetSpecBuilder()
                        .withMaxUnavailable(service.pods().maxDisrupted().orElseThrow())
                        // A pod that does not become ready, such as for a wrong model, must not block a drain for ever.
                        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                        .withSelector(new LabelSelectorBuilder()
                                .withMatchLabels(Labels.selectorOf(service))
                                .build())
                        .build())
                .build();
    }
}
