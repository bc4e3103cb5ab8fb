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
    void equalsGoldenFiles(GoldenCase golden) {
        // when
        var files = golden.files();

        // then
        files.forEach((name, content) ->
                GoldenFile.at(golden.goldenFile(name, content)).assertEquals(content));
    }

    @Test
    void hasNoUnusedGoldenFile() throws IOException {
        // given
        var goldenFiles = cases().flatMap(golden ->
                golden.files().entrySet().stream().map(file -> golden.goldenFile(file.getKey(), file.getValue())));
        var inputs = cases().map(GoldenCase::resource);

        // when
        try (var committed = Files.walk(GoldenCase.FOLDER).filter(Files::isRegularFile)) {
            // then
            assertThat(committed).isSubsetOf(Stream.concat(goldenFiles, inputs).toList());
        }
    }

    @Test
    void rendersSameBootstrapForResourcesWithSameMemoryAndConnections() {
        // when
        var bootstraps = cases().filter(golden -> !golden.name().equals("edges"))
                .map(golden -> golden.files().get("bootstrap.yaml"));

        // then
        assertThat(bootstraps.distinct()).as("a change restarts every pod").hasSize(1);
    }

    @Test
    void namesFolderOnlyInFilesThatReferToOthers() {
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
