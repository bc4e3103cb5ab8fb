package io.audiostream.operator.envoy;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.testing.ResourceFiles;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A resource and the folder of Envoy files that belongs to it.
 *
 * @param folder holds the files that the resource becomes
 * @param resource the resource's file
 */
record GoldenCase(Path folder, Path resource) {
    static final Path FOLDER = Path.of("src/test/resources/envoy");

    static Stream<GoldenCase> all() {
        var edges = FOLDER.resolve("edges");
        return Stream.concat(
                ResourceFiles.examples().stream().map(GoldenCase::example),
                Stream.of(new GoldenCase(edges, edges.resolve("resource.yaml"))));
    }

    private static GoldenCase example(Path resource) {
        var name = resource.getFileName().toString().replace(".yaml", "");
        return new GoldenCase(FOLDER.resolve(name), resource);
    }

    ProxyModel proxy() {
        var service = DesiredService.of(ResourceFiles.read(resource));
        return ProxyModel.of(service, service.inPod());
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
