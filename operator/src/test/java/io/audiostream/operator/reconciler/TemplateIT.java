package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Additions of {@code spec.template} to the objects in the API server. */
class TemplateIT extends ClusterFixture {

    @Test
    void writesNothingInSecondReconcileOfEveryField() {
        // given
        var file = ResourceFiles.text(ResourceFiles.EVERY_FIELD)
                .replace("name: every-field", "name: minimal")
                // Each Service of the cluster has another one.
                .replace("nodePort: 30051", "nodePort: 30551")
                // The API server does not have the Gateway API: GatewayRoutesIT has the same test with it.
                .replaceFirst("(?s) {4}gateway:.*?(?=\n {2}[a-z])", "");
        var resource = apply(file);
        operator.settle(resource);
        assertThat(condition("Degraded").reason()).isEqualTo("AsExpected");
        var before = operator.reconciles();

        // when
        annotate(deployment());
        operator.awaitReconcileAfter(before);
        operator.awaitIdle();

        // then
        assertThat(operator.writes()).isEmpty();
    }

    @Test
    void addsAndRemovesContainersAndVolumes() {
        // given
        applied("template: {pod: {containers: [{name: a, image: 'b:1', volumeMounts: [{name: v, mountPath: /v}]}],"
                + " volumes: [{name: v, emptyDir: {}}], metadata: {annotations: {example.com/a: b}}}}");
        assertThat(deployment().getSpec().getTemplate().getSpec().getContainers())
                .extracting(Container::getName)
                .containsExactly("transcriber", "a");

        // when
        applied("");

        // then
        var template = deployment().getSpec().getTemplate();
        assertThat(template.getSpec().getContainers())
                .extracting(Container::getName)
                .containsExactly("transcriber");
        assertThat(template.getSpec().getVolumes())
                .noneMatch(volume -> volume.getName().equals("v"));
        assertThat(template.getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void changesTypeOfServiceAndBackWithoutNewPods() {
        // given
        applied("");
        var template = deployment().getSpec().getTemplate();

        // when
        applied(
                "template: {service: {type: LoadBalancer, loadBalancerClass: example.com/lb, externalTrafficPolicy: Local,"
                        + " metadata: {annotations: {example.com/lb: tcp}}}}");

        // then
        assertThat(service().getSpec().getType()).isEqualTo("LoadBalancer");
        assertThat(service().getSpec().getExternalTrafficPolicy()).isEqualTo("Local");
        assertThat(service().getMetadata().getAnnotations()).isEqualTo(Map.of("example.com/lb", "tcp"));
        assertThat(service().getSpec().getPorts().getFirst().getTargetPort()).isEqualTo(new IntOrString(50051));

        // when
        applied("");

        // then
        assertThat(service().getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service().getSpec().getPorts().getFirst().getNodePort()).isNull();
        assertThat(service().getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);
    }

    @Test
    void reportsMisspelledFieldAndLeavesPodsAsTheyAre() {
        // given
        applied("");
        var template = deployment().getSpec().getTemplate();

        // when
        applied("template: {pod: {tolerations: [{kee: a}]}}");

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("InvalidSpec"));
        assertThat(condition("Degraded").message())
                .isEqualTo(
                        "spec.template.pod.tolerations[0].kee: 'kee' is no field of Toleration in core/v1: correct the"
                                + " name, or remove it");
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);
    }

    private void applied(String field) {
        operator.settle(apply("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal}
                spec:
                  model: {name: base}
                  %s
                """.formatted(field)));
    }
}
