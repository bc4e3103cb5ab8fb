package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.BrokenSpec;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server itself says to a resource, with no operator running. */
class SchemaIT {
    /** The API server's own remark beside a missing or an unknown value. */
    private static final String SKIPPED_RULES = "some validation rules were not checked";

    private static KubernetesClient client;
    private static String namespace;

    @BeforeAll
    static void connect() {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#broken")
    void aBrokenSpecIsRefusedWithItsFieldAndWhatToWriteInstead(BrokenSpec broken) {
        // given
        var text = ResourceFiles.text(broken.file());

        // when
        var refusal = catchThrowableOfType(KubernetesClientException.class, () -> apply(text));

        // then
        assertThat(refusal).as("refusal of %s", broken).isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getStatus().getMessage()).contains(broken.says());
        assertThat(refusal.getStatus().getDetails().getCauses())
                .as(refusal.getMessage())
                .filteredOn(cause -> !cause.getMessage().contains(SKIPPED_RULES))
                // One mistake, one sentence: nothing beside it that would lead the reader astray.
                .extracting(StatusCause::getField)
                .containsExactly(broken.field());
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#good")
    void aGoodSpecIsAccepted(Path file) {
        // when
        var stored = apply(ResourceFiles.text(file));

        // then
        assertThat(stored.getMetadata().getUid()).isNotBlank();
    }

    @Test
    void whatIsLeftOutIsFilledInForEverybodyToSee() {
        // when
        var stored = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));

        // then
        assertThat(stored.<Object>get("spec"))
                .isEqualTo(Map.of(
                        "model",
                        Map.of("name", "base"),
                        "engine",
                        "auto",
                        "language",
                        "auto",
                        "slots",
                        4,
                        "replicas",
                        1,
                        "drainTimeout",
                        "30s",
                        "maxStreamAge",
                        "0s",
                        "envoy",
                        Map.of(
                                "keepAlive",
                                Map.of("interval", "10s", "timeout", "5s", "permitWithoutCalls", true),
                                "maxReceiveMessageSize",
                                "50Mi",
                                "maxSendMessageSize",
                                "50Mi",
                                "streamIdleTimeout",
                                "1h",
                                "requestTimeout",
                                "30s")));
    }

    private static GenericKubernetesResource apply(String text) {
        var resource = new KubernetesSerialization().unmarshal(text, GenericKubernetesResource.class);
        resource.getMetadata().setNamespace(namespace);
        return client.resource(resource).fieldManager("test").forceConflicts().serverSideApply();
    }
}
