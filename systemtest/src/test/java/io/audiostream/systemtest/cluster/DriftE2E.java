package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody deletes or edits comes back; what is theirs stays. */
@BesideOthers
class DriftE2E {

    private static final Duration REPAIR = Duration.ofSeconds(60);

    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.installForAll();
        namespace = Namespace.create("e2e-drift");
        namespace.applyService("drift", "");
        namespace.awaitSettled("drift");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service/drift", "configmap/drift-envoy", "serviceaccount/drift", "deployment/drift"})
    void whatIsDeletedComesBack(String object) {
        String before = namespace.field(object, "{.metadata.uid}");

        namespace.kubectl("delete", object, "--timeout=60s");

        await().atMost(REPAIR)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(namespace
                                .tryKubectl("get", object, "-o", "jsonpath={.metadata.uid}")
                                .ok()
                                .output())
                        .isNotEmpty()
                        .isNotEqualTo(before));
        namespace.awaitSettled("drift");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service/drift | {\"spec\":{\"ports\":[{\"port\":50051,\"appProtocol\":\"example.com/other\"}]}} | {.spec.ports[0].appProtocol}",
                "configmap/drift-envoy | {\"data\":{\"lds.yaml\":\"resources: []\"}} | {.data.lds\\.yaml}",
                "serviceaccount/drift | {\"automountServiceAccountToken\":true} | {.automountServiceAccountToken}",
                "deployment/drift | {\"spec\":{\"progressDeadlineSeconds\":77}} | {.spec.progressDeadlineSeconds}",
                "deployment/drift | {\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"somebody\"}}} | {.metadata.labels.app\\.kubernetes\\.io/managed-by}"
            })
    void whatIsEditedIsPutRight(String object, String patch, String path) {
        String before = namespace.field(object, path);

        namespace.kubectl("patch", object, "--type=strategic", "-p", patch);

        await().atMost(REPAIR)
                .untilAsserted(() -> assertThat(namespace.field(object, path)).isEqualTo(before));
        namespace.awaitSettled("drift");
    }

    @Test
    void whatSomebodyElseAddedStays() {
        namespace.kubectl("annotate", "service/drift", "example.com/team=speech");
        namespace.kubectl("patch", "deployment/drift", "-p", "{\"spec\":{\"minReadySeconds\":1}}");

        // Whatever it makes of these edits, after this one has come back it has seen them.
        namespace.kubectl("delete", "configmap/drift-envoy");
        await().atMost(REPAIR)
                .until(() ->
                        namespace.tryKubectl("get", "configmap/drift-envoy").exitCode() == 0);
        namespace.awaitSettled("drift");

        assertThat(namespace.field("service/drift", "{.metadata.annotations.example\\.com/team}"))
                .isEqualTo("speech");
        assertThat(namespace.field("deployment/drift", "{.spec.minReadySeconds}"))
                .isEqualTo("1");
    }
}
