package io.audiostream.operator.local;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What {@code local} takes from its surroundings, read once.
 *
 * @param programFolders folders in which programs are looked up by name
 * @param cache folder for what is fetched, unless the command line names one
 * @param java the Java program that runs this one, and the transcriber
 * @param operatorJar where this program was loaded from
 */
public record LocalConfig(List<Path> programFolders, Path cache, Path java, Path operatorJar) {

    /** Reads the environment variable {@code PATH} and the properties of this Java. */
    public static LocalConfig of(Map<String, String> environment) {
        return new LocalConfig(
                Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of)
                        .toList(),
                Path.of(System.getProperty("user.home"), ".cache", "audiostream"),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                fileAt(LocalConfig.class.getProtectionDomain().getCodeSource().getLocation()));
    }

    /** Not the URL's path, in which a space is still written as %20. */
    static Path fileAt(URL location) {
        return Path.of(URI.create(location.toString()));
    }
}
