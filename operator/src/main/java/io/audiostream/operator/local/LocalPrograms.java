package io.audiostream.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the programs that a pod has in its images. */
record LocalPrograms(LocalConfig config) {

    private static final String TRANSCRIBER = "audiostream-transcriber.jar";

    /**
     * Command that runs Envoy.
     *
     * @throws IOException when it is not there, with how to get it
     */
    List<String> envoy(@Nullable Path chosen) throws IOException {
        if (chosen != null) {
            if (!Files.isExecutable(chosen)) {
                throw new IOException("--envoy " + chosen + " is no program; dev/envoy gets one and prints its path");
            }
            return isolated(List.of(chosen.toString()));
        }
        var found = find("envoy")
                .orElseThrow(() -> new IOException("no envoy on PATH: install Envoy 1.34 or later, or name one with"
                        + " --envoy PATH (--envoy \"$(dev/envoy)\" gets one)"));
        return isolated(List.of(found.toString()));
    }

    /**
     * Command that runs the transcriber.
     *
     * @throws IOException when it is not there, with how to get it
     */
    List<String> transcriber(@Nullable Path chosen) throws IOException {
        var jar = chosen != null ? chosen : transcriberNearby();
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no transcriber at " + jar
                    + ": build it (./mvnw package -pl transcriber -am), or name its jar with --transcriber PATH");
        }
        return isolated(List.of(config.java().toString(), "-jar", jar.toString()));
    }

    private Path transcriberNearby() {
        var folder = Optional.ofNullable(config.operatorJar().toAbsolutePath().getParent())
                .orElse(Path.of("."));
        var candidates = List.of(
                folder.resolve(TRANSCRIBER),
                folder.resolve("../../transcriber/target").normalize().resolve(TRANSCRIBER),
                Path.of("transcriber", "target", TRANSCRIBER));
        return candidates.stream().filter(Files::isRegularFile).findFirst().orElse(candidates.getLast());
    }

    /**
     * In a session of its own: a terminal sends Ctrl-C to everything in its foreground, and Envoy would be gone before
     * the streams have ended. Where the system can do it, the child also ends when this process is killed.
     */
    private List<String> isolated(List<String> command) {
        var all = new ArrayList<String>();
        find("setsid").ifPresent(setsid -> all.add(setsid.toString()));
        find("setpriv").ifPresent(setpriv -> all.addAll(List.of(setpriv.toString(), "--pdeathsig", "TERM", "--")));
        all.addAll(command);
        return List.copyOf(all);
    }

    private Optional<Path> find(String program) {
        return config.programFolders().stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
