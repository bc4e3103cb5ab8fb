package io.audiostream.operator.api;

import static java.util.Map.entry;
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

/** Validation and defaulting by the API server alone, without a running operator. */
class SchemaIT {
    /** The API server adds this remark to a missing or an unknown value. */
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
    @MethodSource({
        "io.audiostream.operator.testing.ResourceFiles#broken",
        "io.audiostream.operator.testing.ResourceFiles#brokenModels"
    })
    void rejectsInvalidSpecWithFieldAndRemedy(BrokenSpec broken) {
        // given
        var text = ResourceFiles.text(broken.file());

        // when
        var rejection = catchThrowableOfType(KubernetesClientException.class, () -> apply(text));

        // then
        assertThat(rejection).as("rejection of %s", broken).isNotNull();
        assertThat(rejection.getCode()).isEqualTo(422);
        assertThat(rejection.getStatus().getMessage()).contains(broken.says());
        assertThat(rejection.getStatus().getDetails().getCauses())
                .as(rejection.getMessage())
                .filteredOn(cause -> !cause.getMessage().contains(SKIPPED_RULES))
                .extracting(SchemaIT::path)
                // One mistake causes exactly one message, except that the subresource scale checks replicas once more.
                .containsOnly(broken.field())
                .hasSizeLessThanOrEqualTo(broken.field().equals("spec.replicas") ? 2 : 1);
    }

    private static String path(StatusCause cause) {
        return cause.getField().replaceFirst("^[.]", "");
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void acceptsValidSpec(Path file) {
        // when
        var stored = apply(ResourceFiles.text(file));

        // then
        assertThat(stored.getMetadata().getUid()).isNotBlank();
    }

    @Test
    void fillsInDefaults() {
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
                        "logging",
                        Map.of("level", "Info", "format", "Json"),
                        "envoy",
                        Map.ofEntries(
                                entry(
                                        "keepAlive",
                                        Map.of("interval", "10s", "timeout", "5s", "permitWithoutCalls", true)),
                                entry("maxReceiveMessageSize", "50Mi"),
                                entry("maxSendMessageSize", "50Mi"),
                                entry("streamIdleTimeout", "1h"),
                                entry("maxConnectionAge", "30m"),
                                entry("limits", Map.of("streamsPerConnection", 1024)),
                                entry(
                                        "resources",
                                        Map.of(
                                                "requests", Map.of("cpu", "100m", "memory", "64Mi"),
                                                "limits", Map.of("cpu", "2", "memory", "256Mi"))),
                                entry("requestTimeout", "10m"),
                                entry("spillOver", true),
                                entry("page", true),
                                entry("logLevel", "Warn"))));
    }

    private static GenericKubernetesResource apply(String text) {
        var resource = new KubernetesSerialization().unmarshal(text, GenericKubernetesResource.class);
        resource.getMetadata().setNamespace(namespace);
        return client.resource(resource).fieldManager("test").forceConflicts().serverSideApply();
    }
}
