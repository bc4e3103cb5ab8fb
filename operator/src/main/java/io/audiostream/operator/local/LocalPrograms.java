package io.audiostream.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the programs that a pod gets from its images. */
record LocalPrograms(LocalConfig config) {

    private static final String TRANSCRIBER = "audiostream-transcriber.jar";

    /**
     * Returns the command that runs Envoy.
     *
     * @throws IOException when the program is missing; the message says how to get it
     */
    List<String> envoy(@Nullable Path override) throws IOException {
        if (override != null) {
            if (!Files.isExecutable(override)) {
                throw new IOException("--envoy " + override
                        + " is not an executable file; dev/envoy downloads Envoy and prints its path");
            }
            return isolated(List.of(override.toString()));
        }
        var found = find("envoy")
                .orElseThrow(() -> new IOException("no envoy on PATH: install Envoy 1.34 or later, or name one with"
                        + " --envoy PATH (--envoy \"$(dev/envoy)\" downloads it)"));
        return isolated(List.of(found.toString()));
    }

    /**
     * Returns the command that runs the transcriber.
     *
     * @throws IOException when the jar is missing; the message says how to get it
     */
    List<String> transcriber(@Nullable Path override) throws IOException {
        var jar = override != null ? override : defaultTranscriber();
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no transcriber at " + jar
                    + ": build it (./mvnw package -pl transcriber -am), or name its jar with --transcriber PATH");
        }
        return isolated(List.of(config.java().toString(), "-jar", jar.toString()));
    }

    private Path defaultTranscriber() {
        var folder = Optional.ofNullable(config.operatorJar().toAbsolutePath().getParent())
                .orElse(Path.of("."));
        var candidates = List.of(
                folder.resolve(TRANSCRIBER),
                folder.resolve("../../transcriber/target").normalize().resolve(TRANSCRIBER),
                Path.of("transcriber", "target", TRANSCRIBER));
        return candidates.stream().filter(Files::isRegularFile).findFirst().orElse(candidates.getLast());
    }

    /**
     * Runs the command in its own session. A terminal sends Ctrl-C to every process in the foreground, and Envoy would
     * exit before the streams have ended. Where setpriv is available, the child also exits when this process is killed.
     */
    private List<String> isolated(List<String> command) {
        var isolated = new ArrayList<String>();
        find("setsid").ifPresent(setsid -> isolated.add(setsid.toString()));
        find("setpriv").ifPresent(setpriv -> isolated.addAll(List.of(setpriv.toString(), "--pdeathsig", "TERM", "--")));
        isolated.addAll(command);
        return List.copyOf(isolated);
    }

    private Optional<Path> find(String program) {
        return config.programFolders().stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
