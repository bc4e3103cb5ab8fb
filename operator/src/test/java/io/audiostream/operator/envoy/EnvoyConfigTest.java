package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvoyConfigTest {

    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFilesOfAResourceAreTheCommittedOnes(GoldenCase golden) {
        // when
        var files = EnvoyConfig.of(golden.proxy()).files();

        // then
        files.forEach((name, content) -> GoldenFile.at(golden.folder().resolve(name))
                .isWrittenBy("EnvoyConfigTest")
                .holds(content));
    }

    @Test
    void everyCommittedFileBelongsToACase() throws IOException {
        // given
        var written = cases().flatMap(golden -> EnvoyConfig.of(golden.proxy()).files().keySet().stream()
                .map(name -> golden.folder().resolve(name)));
        var inputs = cases().map(GoldenCase::resource);

        // when
        try (var committed = Files.walk(GoldenCase.FOLDER).filter(Files::isRegularFile)) {
            // then
            assertThat(committed).isSubsetOf(Stream.concat(written, inputs).toList());
        }
    }

    @Test
    void theBootstrapIsTheSameWhateverTheResourceSays() {
        // when
        var bootstraps =
                cases().map(golden -> EnvoyConfig.of(golden.proxy()).files().get("bootstrap.yaml"));

        // then
        assertThat(bootstraps.distinct()).as("a change restarts every pod").hasSize(1);
    }

    @Test
    void noFileKnowsTheFolderButTheOnesThatPointToOthers() {
        // given
        var proxy = GoldenCase.all().findFirst().orElseThrow().proxy();

        // when
        var files = EnvoyConfig.of(proxy).files();

        // then
        assertThat(files.entrySet().stream()
                        .filter(file -> file.getValue().contains(proxy.configFolder()))
                        .map(file -> Path.of(file.getKey())))
                .containsExactly(Path.of("bootstrap.yaml"), Path.of("lds.yaml"));
    }
}
