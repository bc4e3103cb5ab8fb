package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.operator.testing.BrokenSpec;
import io.audiostream.operator.testing.ResourceFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelSourcesTest {

    static List<BrokenSpec> brokenSources() {
        return ResourceFiles.broken().stream()
                .filter(broken -> broken.toString().matches("(download|s3|hugging-face|model-uri|cache)-.*"))
                .toList();
    }

    /** The operator reads resources that an older schema has accepted. */
    @ParameterizedTest
    @MethodSource("brokenSources")
    void refusesWhatSchemaRefuses(BrokenSpec broken) {
        // given
        var resource = ResourceFiles.read(broken.file());

        // when / then
        assertThatThrownBy(() -> DesiredService.of(resource))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(broken.field())
                .hasMessageNotContaining("secret@")
                .hasMessageNotContaining("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "'huggingFace: {repository: acme/whisper, file: de/ggml a.bin}',"
                + " https://huggingface.co/acme/whisper/resolve/main/de/ggml%20a.bin",
        "'huggingFace: {repository: acme/whisper, file: a.bin, revision: refs/pr/1}',"
                + " https://huggingface.co/acme/whisper/resolve/refs%2Fpr%2F1/a.bin",
        "'huggingFace: {repository: acme/whisper, file: a.bin, endpoint: \"https://hub.example.com/hf/\"}',"
                + " https://hub.example.com/hf/acme/whisper/resolve/main/a.bin",
        "'s3: {bucket: my-models, key: a/b+c.bin, region: eu-central-1}',"
                + " https://s3.eu-central-1.amazonaws.com/my-models/a/b%2Bc.bin",
        "'s3: {bucket: my-models, key: a.bin}', https://s3.us-east-1.amazonaws.com/my-models/a.bin"
    })
    void buildsAddressOfFile(String source, String address) {
        // when
        var model = model(source);

        // then
        assertThat(model.files()).extracting(RemoteFile::uri).containsExactly(address);
        assertThat(model.access())
                .isEqualTo(
                        source.startsWith("s3")
                                ? DownloadAccess.PUBLIC.withS3Region(region(address))
                                : DownloadAccess.PUBLIC);
    }

    @Test
    void acceptsQueryWithoutToken() {
        // when
        var model = model("uri: \"https://models.example.com/ggml-base.bin?download=true&keyboard=1\"");

        // then
        assertThat(model.name()).isEqualTo("base");
    }

    private static String region(String address) {
        return address.split("[.]")[1];
    }

    private static ModelSource.Download model(String source) {
        var resource = ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec:
                  model:
                    sha256: 64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2
                    %s
                """.formatted(source));
        return (ModelSource.Download) DesiredService.of(resource).model();
    }
}
