package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class DesiredModelTest {

    @Test
    void readsExample() {
        // when
        var model = read(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("shared/model.yaml")));

        // then
        assertThat(model.claimName()).isEqualTo("large-v3-turbo-model");
        assertThat(model.size()).hasToString("4Gi");
        assertThat(model.accessModes()).containsExactly("ReadWriteMany");
        assertThat(model.storageClass()).isEmpty();
        assertThat(model.image()).isEqualTo(Images.OF_THIS_VERSION.transcriber());
    }

    @Test
    void fetchesAllFilesOfFolder() {
        // when
        var arguments = read(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("shared/model.yaml")))
                .fetchArguments();

        // then
        assertThat(arguments)
                .startsWith("fetch-model")
                .containsSequence("--file", "/models/model/config.json")
                .containsSequence("--file", "/models/model/model.bin")
                .endsWith("--result", "/dev/termination-log");
    }

    @Test
    void fetchesFileWithCredentials() {
        // when
        var model = read("""
                metadata: {name: private}
                spec:
                  model:
                    s3: {bucket: models, key: a.bin, region: eu-central-1}
                    sha256: 64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2
                    download: {credentials: {secretName: keys}}
                  storage: {size: 1Gi}
                """);

        // then
        assertThat(model.fetchArguments())
                .containsSequence("--file", "/models/model", "--credentials", "keys=/etc/audiostream/model-credentials")
                .containsSequence("--s3-region", "eu-central-1");
        assertThat(model.mountedObjects()).containsOnlyKeys(SecretMount.MODEL_CREDENTIALS);
        assertThat(model.accessModes()).containsExactly("ReadWriteOnce");
    }

    /** The operator reads resources that an older schema has accepted. */
    @Test
    void refusesSourceThatNeedsNoFetch() {
        // when / then
        assertThatThrownBy(() -> read("""
                        metadata: {name: broken}
                        spec: {model: {volume: {claimName: models, path: a.bin}}, storage: {size: 1Gi}}
                        """))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("spec.model", "leave out volume, image, ref and cache");
    }

    @Test
    void refusesModelWithoutStorage() {
        // when / then
        assertThatThrownBy(() -> read("""
                        metadata: {name: broken}
                        spec: {model: {name: base}}
                        """))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("spec.storage.size");
    }

    private static DesiredModel read(String yaml) {
        return DesiredModel.of(Serialization.unmarshal(yaml, TranscriptionModel.class), Defaults.OF_THIS_VERSION);
    }
}
