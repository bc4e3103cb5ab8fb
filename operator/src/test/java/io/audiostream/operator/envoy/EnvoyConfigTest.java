package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.testing.GoldenFile;
import io.audiostream.operator.testing.ResourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void sharesTheTextsThatAreEqualForServicesOfOtherNames() {
        // given
        var files = EnvoyConfig.of(named("one")).files();

        // when
        var others = EnvoyConfig.of(named("two")).files();

        // then
        assertThat(others.get("bootstrap.yaml")).isSameAs(files.get("bootstrap.yaml"));
        assertThat(others.get("cds.yaml")).contains("two-headless").isNotEqualTo(files.get("cds.yaml"));
    }

    private static ProxyModel named(String name) {
        var resource = ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));
        resource.getMetadata().setName(name);
        return ProxyModel.inPod(DesiredService.of(resource));
    }

    @Test
    void namesVersionOfClustersAndRoutesInTheirFiles() {
        // given
        var config = EnvoyConfig.of(GoldenCase.all().findFirst().orElseThrow().proxy());

        // when / then
        assertThat(config.files().get("cds.yaml"))
                .startsWith("version_info: \"" + config.version().clusters() + "\"\n");
        assertThat(config.files().get("rds.yaml"))
                .startsWith("version_info: \"" + config.version().routes() + "\"\n");
    }

    @Test
    void changesVersionOfRoutesAloneWithTimeout() {
        // given
        var models = ProxyModels.in(Path.of("/etc/envoy"));

        // when
        var before = EnvoyConfig.of(models.model()).version();
        var after = EnvoyConfig.of(models.requestTimeout(Duration.ofSeconds(7)).model())
                .version();

        // then
        assertThat(after.routes()).isNotEqualTo(before.routes());
        assertThat(after.clusters()).isEqualTo(before.clusters());
        assertThat(after.bootstrap()).isEqualTo(before.bootstrap());
        assertThat(after.live()).isNotEqualTo(before.live());
    }

    @Test
    void namesFolderOnlyInBootstrap() {
        // given
        var proxy = GoldenCase.all().findFirst().orElseThrow().proxy();

        // when
        var files = EnvoyConfig.of(proxy).files();

        // then
        assertThat(files.entrySet().stream()
                        .filter(file -> file.getValue().contains(proxy.configFolder()))
                        .map(file -> Path.of(file.getKey())))
                .containsExactly(Path.of("bootstrap.yaml"));
    }
}
