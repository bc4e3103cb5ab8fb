package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredModel;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.InvalidSpecException;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerantResourcesTest {
    private static final Defaults DEFAULTS = Defaults.of(RunningOperator.IMAGES);

    private final KubernetesSerialization serialization = CacheSerialization.create();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    replicas: three                              | spec.replicas: is a string, and this version of the operator expects a number
                    replicas: [1]                                | spec.replicas: is a list, and this version of the operator expects a number
                    language: {of: de}                           | spec.language: is an object, and this version of the operator expects a string
                    envoy: {page: maybe}                         | spec.envoy.page: is a string, and this version of the operator expects a boolean
                    envoy: 7                                     | spec.envoy: is a number, and this version of the operator expects an object
                    envoy: {cors: {allowOrigins: {a: b}}}        | spec.envoy.cors.allowOrigins: is an object, and this version of the operator expects a list
                    template: {pod: {imagePullSecrets: [[a]]}}   | spec.template.pod.imagePullSecrets[0]: is a list, and this version of the operator expects an object
                    """)
    void refusesSpecThatIsUnreadable(String field, String problem) {
        // when
        var resource = service("spec: {model: {name: base}, %s}".formatted(field));

        // then
        assertThat(resource.getMetadata().getUid()).isEqualTo("1");
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> DesiredService.of(resource, DEFAULTS))
                .withMessage(problem + "; a newer version may have stored it: upgrade the operator");
    }

    @Test
    void refusesSpecOfModelThatIsUnreadable() {
        // when
        var resource = serialization.unmarshal(
                text("TranscriptionModel", "spec: {model: [base], storage: {size: 1Gi}}"), TranscriptionModel.class);

        // then
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> DesiredModel.of(resource, DEFAULTS))
                .withMessageStartingWith("spec.model: is a list, and this version of the operator expects an object");
    }

    /** JOSDK hands copies of the cached resource to the reconciler. */
    @Test
    void refusesCopyOfUnreadableSpec() {
        // given
        var resource = service("spec: {model: {name: base}, replicas: three}");

        // when
        var copy = serialization.clone(resource);

        // then
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> DesiredService.of(copy, DEFAULTS))
                .withMessageStartingWith("spec.replicas: is a string");
    }

    @Test
    void readsOtherResourcesOfList() {
        // when
        var list = serialization.unmarshal("""
                {"apiVersion": "audiostream.io/v1alpha1", "kind": "TranscriptionServiceList", "items": [
                  {"metadata": {"name": "one", "uid": "1"}, "spec": {"replicas": "three"}},
                  {"metadata": {"name": "two", "uid": "2"}, "spec": {"replicas": 2}}]}
                """, Services.class);

        // then
        assertThat(list.getItems())
                .extracting(resource -> resource.getMetadata().getName())
                .containsExactly("one", "two");
        assertThat(list.getItems().getLast().getSpec().replicas()).isEqualTo(2);
    }

    /** Another operator may look after the resource. */
    @Test
    void keepsReadableFieldsOfStatus() {
        // when
        var status = service("""
                spec: {model: {name: base}}
                status: {conditions: {Ready: 'True'}, capacity: many, operator: system/operator, endpoint: 'a:1'}
                """).getStatus();

        // then
        assertThat(status.operator()).isEqualTo("system/operator");
        assertThat(status.endpoint()).isEqualTo("a:1");
        assertThat(status.capacity()).isNull();
        assertThat(status.conditions()).isNull();
    }

    @Test
    void readsResourceWhoseWholeStatusIsUnreadable() {
        // when
        var resource = service("spec: {model: {name: base}}\nstatus: fine");

        // then
        assertThat(resource.getStatus()).isNull();
        assertThat(DesiredService.of(resource, DEFAULTS).name()).isEqualTo("a");
    }

    /** Only the operator marks a resource. */
    @Test
    void ignoresMarkOfUser() {
        // when
        var resource = serialization.unmarshal("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: a, namespace: n, uid: '1', annotations: {audiostream.io/unreadable-spec: 'spec: x'}}
                spec: {model: {name: base}}
                """, TranscriptionService.class);

        // then
        assertThat(DesiredService.of(resource, DEFAULTS).name()).isEqualTo("a");
    }

    private TranscriptionService service(String content) {
        return serialization.unmarshal(text("TranscriptionService", content), TranscriptionService.class);
    }

    private static String text(String kind, String content) {
        return """
                apiVersion: audiostream.io/v1alpha1
                kind: %s
                metadata: {name: a, namespace: n, uid: '1'}
                %s
                """.formatted(kind, content);
    }

    /** A list as an informer reads it. */
    private static final class Services extends DefaultKubernetesResourceList<TranscriptionService> {
        private static final long serialVersionUID = 1;
    }
}
