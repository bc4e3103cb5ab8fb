package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.TestPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cluster that {@code dev/e2e} names, accessed by kubectl and helm. */
final class Cluster {

    private Cluster() {}

    /** Runs kubectl, which has to succeed, and returns its output without surrounding white space. */
    static String kubectl(String... arguments) {
        return tryKubectl(arguments).requireSuccess().stdout().strip();
    }

    /** Runs kubectl, which may fail. */
    static CommandResult tryKubectl(String... arguments) {
        return CommandResult.run(command("kubectl", arguments));
    }

    /** Applies objects in YAML to a namespace; the API server has to accept them. */
    static void apply(String namespace, String yaml) {
        CommandResult.run(List.of("kubectl", "-n", namespace, "apply", "-f", "-"), yaml)
                .requireSuccess();
    }

    /** Returns the names of pods that are not terminating. */
    static List<String> podNames(String namespace, String selector) {
        return kubectl(
                        "-n",
                        namespace,
                        "get",
                        "pods",
                        "-l",
                        selector,
                        "-o",
                        "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}\n{{end}}{{end}}")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Runs helm, which has to succeed. */
    static void helm(String... arguments) {
        CommandResult.run(command("helm", arguments)).requireSuccess();
    }

    /** Returns a builder of a process with the cluster's kubeconfig and with the cluster's programs on PATH. */
    static ProcessBuilder processBuilder(List<String> command) {
        // ProcessBuilder looks up the program on the PATH of this process, not on that of the new one.
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
                TestPaths.java().getParent() + ":" + variable("AUDIOSTREAM_KUBE_BIN") + ":"
                        + environment.getOrDefault("PATH", "/usr/bin:/bin"));
        return builder;
    }

    /** Returns whether {@code dev/e2e} started this cluster, so that tests may change its node. */
    static boolean isDisposable() {
        return !System.getenv().getOrDefault("AUDIOSTREAM_CLUSTER", "").isBlank();
    }

    /** Returns the working folder of a cluster that {@code dev/e2e} started. */
    static Path folder() {
        return Path.of(variable("AUDIOSTREAM_CLUSTER"));
    }

    /**
     * Returns REGISTRY/PREFIX of the images: the project's own names on a disposable cluster, whose node has them, else
     * where {@code dev/e2e} pushed them.
     */
    static String imagePrefix() {
        return isDisposable() ? "ghcr.io/audiostream" : variable("AUDIOSTREAM_REGISTRY");
    }

    /** Returns the image of one program in this version. */
    static String image(String program) {
        return imagePrefix() + "/" + program + ":0.1.0";
    }

    /** Returns an environment variable that {@code dev/e2e} sets. */
    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new AssertionError(name + " is not set: run these tests with dev/e2e");
        }
        return value;
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return command;
    }
}
