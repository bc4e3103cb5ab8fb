package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cluster that {@code dev/e2e} names, by way of kubectl and helm. */
final class Cluster {

    private Cluster() {}

    /** Runs kubectl; it must go well. What it printed, without the last line's end. */
    static String kubectl(String... arguments) {
        return tryKubectl(arguments).ok().output().strip();
    }

    /** Runs kubectl, which may fail. */
    static Command tryKubectl(String... arguments) {
        return Command.run(command("kubectl", arguments));
    }

    /** Applies objects in YAML to a namespace; they must be taken. */
    static void apply(String namespace, String yaml) {
        Command.run(List.of("kubectl", "-n", namespace, "apply", "-f", "-"), yaml)
                .ok();
    }

    /** Runs helm; it must go well. */
    static String helm(String... arguments) {
        return Command.run(command("helm", arguments)).ok().output().strip();
    }

    /** A process that sees the cluster as a user at a terminal does. */
    static ProcessBuilder processes(List<String> command) {
        // A program is looked up in this process's path, not in the one that the new process gets.
        Path program = Path.of(variable("AUDIOSTREAM_KUBE_BIN")).resolve(command.getFirst());
        List<String> resolved = new ArrayList<>(command);
        if (Files.isExecutable(program)) {
            resolved.set(0, program.toString());
        }
        var builder = new ProcessBuilder(resolved);
        var environment = builder.environment();
        environment.put("KUBECONFIG", variable("AUDIOSTREAM_KUBECONFIG"));
        environment.put(
                "PATH",
                Installation.java().getParent() + ":" + variable("AUDIOSTREAM_KUBE_BIN") + ":"
                        + environment.getOrDefault("PATH", "/usr/bin:/bin"));
        return builder;
    }

    /** Whether this cluster was started for these tests, so that its node may be tampered with. */
    static boolean ours() {
        return !System.getenv().getOrDefault("AUDIOSTREAM_CLUSTER", "").isBlank();
    }

    /** The folder of a cluster that was started for these tests. */
    static Path folder() {
        return Path.of(variable("AUDIOSTREAM_CLUSTER"));
    }

    /**
     * Where the images were pushed to, as REGISTRY/PREFIX; the project's own names on a cluster that has them already.
     */
    static String images() {
        return ours() ? "ghcr.io/audiostream" : variable("AUDIOSTREAM_REGISTRY");
    }

    /** Like {@link #images}, of the image of one program and this version. */
    static String image(String program) {
        return images() + "/" + program + ":0.1.0";
    }

    /** What {@code dev/e2e} says under this name. */
    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new AssertionError(name + " is not set: these tests are started by dev/e2e");
        }
        return value;
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return command;
    }
}
