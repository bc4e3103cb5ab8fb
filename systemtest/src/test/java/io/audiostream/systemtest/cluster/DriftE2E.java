package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static io.audiostream.systemtest.cluster.ClusterAwait.kubectlTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Edits and deletions by a user: the operator restores its own objects and fields, and keeps fields of other managers.
 */
@RunsConcurrently
class DriftE2E {

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.installShared();
        namespace = Namespace.create("e2e-drift");
        namespace.applyService("drift", "");
        namespace.awaitSettled("drift");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service/drift", "configmap/drift-envoy", "serviceaccount/drift", "deployment/drift"})
    void recreatesDeletedObject(String kindAndName) {
        // given
        String object = resolve(kindAndName);
        String before = namespace.uid(object);

        // when
        namespace.kubectl("delete", object, kubectlTimeout());

        // then
        awaitChange()
                .untilAsserted(
                        () -> assertThat(namespace.uid(object)).isNotEmpty().isNotEqualTo(before));
        namespace.awaitSettled("drift");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service/drift | {\"spec\":{\"ports\":[{\"port\":50051,\"appProtocol\":\"example.com/other\"}]}} | {.spec.ports[0].appProtocol}",
                "configmap/drift-envoy | {\"data\":{\"rds.yaml\":\"resources: []\"}} | {.data.rds\\.yaml}",
                "serviceaccount/drift | {\"automountServiceAccountToken\":true} | {.automountServiceAccountToken}",
                "deployment/drift | {\"spec\":{\"progressDeadlineSeconds\":77}} | {.spec.progressDeadlineSeconds}",
                "deployment/drift | {\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"another-tool\"}}} | {.metadata.labels.app\\.kubernetes\\.io/managed-by}"
            })
    void revertsEditOfOwnField(String kindAndName, String patch, String path) {
        // given
        String object = resolve(kindAndName);
        String before = namespace.field(object, path);

        // when
        namespace.kubectl("patch", object, "--type=strategic", "-p", patch);

        // then
        awaitChange()
                .untilAsserted(() -> assertThat(namespace.field(object, path)).isEqualTo(before));
        namespace.awaitSettled("drift");
    }

    /** The name of the ConfigMap ends with a hash. */
    private static String resolve(String kindAndName) {
        return kindAndName.equals("configmap/drift-envoy") ? namespace.envoyConfig("drift") : kindAndName;
    }

    @Test
    void keepsFieldsOfOtherOwners() {
        // when
        namespace.kubectl("annotate", "service/drift", "example.com/team=speech");
        namespace.kubectl("patch", "deployment/drift", "-p", "{\"spec\":{\"minReadySeconds\":1}}");
        // An object that the operator recreates after these edits shows that it has processed them.
        String config = namespace.envoyConfig("drift");
        namespace.kubectl("delete", config);
        awaitChange().until(() -> namespace.exists(config));
        namespace.awaitSettled("drift");

        // then
        assertThat(namespace.field("service/drift", "{.metadata.annotations.example\\.com/team}"))
                .isEqualTo("speech");
        assertThat(namespace.field("deployment/drift", "{.spec.minReadySeconds}"))
                .isEqualTo("1");
    }
}
