package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.Images;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundle for the Operator Lifecycle Manager, compared with what the operator does. */
class OlmBundleTest {
    private static final Path BUNDLE = Path.of("../deploy/olm/manifests");

    /** Clusters without internet access mirror these. */
    @Test
    void listsDefaultImages() {
        // when
        List<Map<String, String>> images = version().get("spec", "relatedImages");

        // then
        assertThat(images)
                .contains(
                        Map.of("name", "transcriber", "image", Images.OF_THIS_VERSION.transcriber()),
                        Map.of("name", "envoy", "image", Images.OF_THIS_VERSION.envoy()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transcriptionservices.audiostream.io", "transcriptionmodels.audiostream.io"})
    void hasDefinitionsOfThisVersion(String name) {
        // when / then
        assertThat(ResourceFiles.text(BUNDLE.resolve(name + ".crd.yaml")))
                .isEqualTo(ResourceFiles.text(Path.of("../deploy/crd/" + name + "-v1.yml")));
    }

    private static GenericKubernetesResource version() {
        return Serialization.unmarshal(
                ResourceFiles.text(BUNDLE.resolve("audiostream-operator.clusterserviceversion.yaml")),
                GenericKubernetesResource.class);
    }
}
