package io.audiostream.operator.envoy;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.testing.ResourceFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A resource and its golden files of Envoy's configuration.
 *
 * <p>The folder of the base case, {@code minimal}, contains every file. The folder of another case contains only the
 * files that differ from those.
 *
 * @param name name of the case and of its folder
 * @param resource file of the resource
 */
record GoldenCase(String name, Path resource) {
    static final Path FOLDER = Path.of("src/test/resources/envoy");

    private static final GoldenCase BASE = example(ResourceFiles.EXAMPLES.resolve("minimal.yaml"));

    static Stream<GoldenCase> all() {
        return Stream.concat(
                ResourceFiles.examples().stream().map(GoldenCase::example),
                Stream.of(new GoldenCase("edges", FOLDER.resolve("edges/resource.yaml"))));
    }

    private static GoldenCase example(Path resource) {
        return new GoldenCase(resource.getFileName().toString().replace(".yaml", ""), resource);
    }

    ProxyModel proxy() {
        var service = DesiredService.of(ResourceFiles.read(resource));
        return ProxyModel.inPod(service);
    }

    /** Returns the rendered files, by name. */
    Map<String, String> files() {
        return EnvoyConfig.of(proxy()).files();
    }

    /** Returns the path of the golden file for a rendered one: that of the base case where the content is the same. */
    Path goldenFile(String fileName, String content) {
        var sameAsBase = content.equals(BASE.files().get(fileName));
        return FOLDER.resolve(sameAsBase ? BASE.name : name).resolve(fileName);
    }

    @Override
    public String toString() {
        return name;
    }
}
