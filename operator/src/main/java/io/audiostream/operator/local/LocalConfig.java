package io.audiostream.operator.local;

import java.io.File;
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
 * @param ctranslate2 whether the transcriber is going to find the library of the CTranslate2 engine
 */
public record LocalConfig(List<Path> programFolders, Path cache, Path java, Path operatorJar, boolean ctranslate2) {

    /** Reads the environment variables {@code PATH} and {@code AUDIOSTREAM_CT2} and the properties of this Java. */
    public static LocalConfig of(Map<String, String> environment) {
        return new LocalConfig(
                Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of)
                        .toList(),
                Path.of(System.getProperty("user.home"), ".cache", "audiostream"),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                firstOf(System.getProperty("java.class.path")),
                environment.containsKey("AUDIOSTREAM_CT2"));
    }

    /**
     * With {@code java -jar}, that jar is all of the class path. A class's code source would tell the same, but classes
     * from an ahead-of-time cache have none.
     */
    static Path firstOf(String classPath) {
        var end = classPath.indexOf(File.pathSeparatorChar);
        return Path.of(end < 0 ? classPath : classPath.substring(0, end)).toAbsolutePath();
    }
}
