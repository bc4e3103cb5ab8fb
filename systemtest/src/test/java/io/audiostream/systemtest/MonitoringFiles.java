package io.audiostream.systemtest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The alert rules and dashboards of the chart. */
final class MonitoringFiles {

    private static final Path FOLDER = TestPaths.ROOT.resolve("helm/audiostream-operator/monitoring");

    static final Path ALERTS = FOLDER.resolve("alerts.yaml");

    private MonitoringFiles() {}

    static Stream<Path> dashboards() throws IOException {
        try (var files = Files.list(FOLDER.resolve("dashboards"))) {
            return files.sorted().toList().stream();
        }
    }

    /** Returns the names of all alerts. */
    static Set<String> alerts() throws IOException {
        return names(ALERTS, "- alert: (\\w+)");
    }

    /** Returns the first group of each match. */
    static Set<String> names(Path file, String pattern) throws IOException {
        return new TreeSet<>(Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .toList());
    }

    static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** Returns the objects of an array; none if the parent does not have it. */
    static Stream<JsonObject> objects(JsonObject parent, String name) {
        return parent.has(name)
                ? StreamSupport.stream(parent.getAsJsonArray(name).spliterator(), false)
                        .map(element -> element.getAsJsonObject())
                : Stream.empty();
    }
}
