package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredModel;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelJobTest {

    @Test
    void addsToLabelsAndNodeSelectorOfTheOperator() {
        // when
        var pod = pod("template: {pod: {metadata: {labels: {team: a}, annotations: {note: b}},"
                + " nodeSelector: {disk: ssd}}}");

        // then
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("team", "a")
                .containsEntry("audiostream.io/model", "some");
        assertThat(pod.getMetadata().getAnnotations()).isEqualTo(Map.of("note", "b"));
        assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("disk", "ssd", "kubernetes.io/os", "linux"));
    }

    @Test
    void schedulesPodAsTheResourceSays() {
        // when
        var pod = pod("template: {pod: {tolerations: [{key: gpu, operator: Exists}], priorityClassName: low,"
                        + " runtimeClassName: gvisor, imagePullSecrets: [{name: registry}], serviceAccountName: fetcher,"
                        + " affinity: {podAffinity: {}}}}")
                .getSpec();

        // then
        assertThat(pod.getTolerations())
                .singleElement()
                .satisfies(toleration -> assertThat(toleration.getKey()).isEqualTo("gpu"));
        assertThat(pod.getPriorityClassName()).isEqualTo("low");
        assertThat(pod.getRuntimeClassName()).isEqualTo("gvisor");
        assertThat(pod.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
        assertThat(pod.getServiceAccountName()).isEqualTo("fetcher");
        assertThat(pod.getAffinity().getPodAffinity()).isNotNull();
    }

    @Test
    void setsUserOfTheResource() {
        // when
        var pod = pod("template: {pod: {userIds: Platform, securityContext: {runAsUser: 1000}}}")
                .getSpec();

        // then
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1000);
        assertThat(pod.getSecurityContext().getFsGroup()).isNull();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    }

    @Test
    void setsResourcesOfContainer() {
        // when
        var resources = pod("resources: {requests: {cpu: 100m}, limits: {memory: 256Mi}}")
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources();

        // then
        assertThat(resources.getRequests()).isEqualTo(Map.of("cpu", new Quantity("100m")));
        assertThat(resources.getLimits()).isEqualTo(Map.of("memory", new Quantity("256Mi")));
    }

    private static PodTemplateSpec pod(String fields) {
        var resource = Serialization.unmarshal("""
                metadata: {name: some}
                spec: {model: {name: base}, storage: {size: 1Gi}, %s}
                """.formatted(fields), TranscriptionModel.class);
        return new ModelJob()
                .render(DesiredModel.of(resource, Defaults.OF_THIS_VERSION))
                .getSpec()
                .getTemplate();
    }
}
