package io.audiostream.operator.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs kubectl and helm, as a user does.
 *
 * @param folder for the kubeconfig, and the files of helm
 */
public record ClusterProgram(Path folder) {

    /** The output of a command, standard error included. */
    public record Result(int exitCode, String output) {}

    /** Runs a program of {@link ApiServer#programs} with this kubeconfig. */
    public Result run(String kubeconfig, String program, String... arguments) throws IOException, InterruptedException {
        var config = Files.writeString(Files.createTempFile(folder, "kubeconfig", ""), kubeconfig);
        var command =
                new ArrayList<>(List.of(ApiServer.programs().resolve(program).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", config.toString());
        builder.environment().put("HELM_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("HELM_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("HELM_DATA_HOME", folder.resolve("data").toString());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
