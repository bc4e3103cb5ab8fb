package io.audiostream.transcriber.fetch;

import io.audiostream.commandline.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that bound the cache which the model is fetched to. */
final class CacheOptions {

    @Option(
            names = "--cache-max-size",
            paramLabel = "BYTES",
            description =
                    "Size of a cache of models, whose folders are named by their checksums. While it is larger, the"
                            + " models that no process uses are removed, the one unused for longest first. One that was used"
                            + " within the last hour stays.")
    private @Nullable Long maxSize;

    @Option(
            names = "--cache-max-unused-age",
            paramLabel = "DURATION",
            description = "Time after which a model that no process uses is removed from the cache, 1h or more.")
    private @Nullable Duration maxUnusedAge;

    CachePruner.Bounds bounds() {
        return new CachePruner.Bounds(Optional.ofNullable(maxSize), Optional.ofNullable(maxUnusedAge));
    }

    /** @throws ParameterException when a bound is out of its range, or the file lies in no cache */
    void check(CommandLine commandLine, Path file) {
        if (maxSize != null && maxSize < 1) {
            throw new ParameterException(commandLine, "--cache-max-size: '%d' must be at least 1".formatted(maxSize));
        }
        if (maxUnusedAge != null && maxUnusedAge.compareTo(CachePruner.GRACE_PERIOD) < 0) {
            throw new ParameterException(
                    commandLine,
                    "--cache-max-unused-age: '%s' must be at least %s"
                            .formatted(Durations.format(maxUnusedAge), Durations.format(CachePruner.GRACE_PERIOD)));
        }
        if ((maxSize != null || maxUnusedAge != null) && CacheFolder.of(file).isEmpty()) {
            throw new ParameterException(
                    commandLine,
                    ("--file: '%s' lies in no cache, which --cache-max-size and --cache-max-unused-age bound: its folder"
                                    + " must be named by the SHA-256 of the model, 64 hexadecimal digits in lower case")
                            .formatted(file));
        }
    }
}
