package io.audiostream.operator.local;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Settings of {@code local} from the environment, read once.
 *
 * @param programFolders folders of {@code PATH}
 * @param cache folder of downloads, unless the command line names one
 * @param java path of the Java launcher of this process, which also runs the transcriber
 * @param operatorJar path of this program's jar
 * @param ctranslate2 whether the library of the CTranslate2 engine is available to the transcriber
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
     * Returns the first entry of a class path. With {@code java -jar} that is the jar. The code source of a class would
     * name the jar too, but classes from an ahead-of-time cache have none.
     */
    static Path firstOf(String classPath) {
        var separator = classPath.indexOf(File.pathSeparatorChar);
        return Path.of(separator < 0 ? classPath : classPath.substring(0, separator))
                .toAbsolutePath();
    }
}
