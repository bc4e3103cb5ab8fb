package io.audiostream.operator.dependent;

import io.audiostream.operator.model.Autoscaling;
import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.ContainerResourceMetricSource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifierBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.PodsMetricSource;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.List;
import java.util.stream.Stream;

/** The HorizontalPodAutoscaler. It exists only for resources that set autoscaling. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class TranscriberAutoscaler extends OptionalDependent<HorizontalPodAutoscaler> {
    private static final String SLOT_METRIC = "audiostream_slot_utilization_percent";
    private static final int SCALE_DOWN_PERIOD_SECONDS = 60;

    @Override
    HorizontalPodAutoscaler render(DesiredService service) {
        var autoscaling = service.scaling().autoscaling().orElseThrow();
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata(service, service.name()))
                .withSpec(new HorizontalPodAutoscalerSpecBuilder()
                        .withScaleTargetRef(new CrossVersionObjectReference("apps/v1", "Deployment", service.name()))
                        .withMinReplicas(autoscaling.minReplicas())
                        .withMaxReplicas(autoscaling.maxReplicas())
                        .withMetrics(metrics(autoscaling))
                        .withBehavior(new HorizontalPodAutoscalerBehaviorBuilder()
                                .withScaleDown(new HPAScalingRulesBuilder()
                                        .withStabilizationWindowSeconds((int) autoscaling
                                                .scaleDownStabilization()
                                                .toSeconds())
                                        .withPolicies(new HPAScalingPolicy(SCALE_DOWN_PERIOD_SECONDS, "Pods", 1))
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static List<MetricSpec> metrics(Autoscaling autoscaling) {
        return Stream.concat(
                        autoscaling.cpuPercent().map(TranscriberAutoscaler::cpu).stream(),
                        autoscaling.slotPercent().map(TranscriberAutoscaler::slots).stream())
                .toList();
    }

    /** Measures the transcriber container alone: the sidecar uses little CPU and would lower the average. */
    private static MetricSpec cpu(int percent) {
        return new MetricSpecBuilder()
                .withType("ContainerResource")
                .withContainerResource(new ContainerResourceMetricSource(
                        TranscriberContainer.NAME,
                        "cpu",
                        new MetricTargetBuilder()
                                .withType("Utilization")
                                .withAverageUtilization(percent)
                                .build()))
                .build();
    }

    private static MetricSpec slots(int percent) {
        return new MetricSpecBuilder()
                .withType("Pods")
                .withPods(new PodsMetricSource(
                        new MetricIdentifierBuilder().withName(SLOT_METRIC).build(),
                        new MetricTargetBuilder()
                                .withType("AverageValue")
                                .withAverageValue(new Quantity(String.valueOf(percent)))
                                .build()))
                .build();
    }
}
