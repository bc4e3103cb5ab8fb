package io.audiostream.operator;

import io.audiostream.operator.api.ResourceFile;
import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.ProcessArguments;
import io.audiostream.operator.model.ProxyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the Envoy configuration of a resource. */
@Command(
        name = "envoy-config",
        description = "Print the Envoy configuration of a resource as one file, which"
                + " `envoy --mode validate -c FILE` can check. Leaves out the streams between pods: their certificate"
                + " exists only in the cluster.",
        mixinStandardHelpOptions = true)
final class EnvoyConfigCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "A TranscriptionService in YAML.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "Write the files of a pod into this folder instead, with paths that refer to the folder, so that"
                            + " `envoy -c DIR/" + ProcessArguments.BOOTSTRAP_FILE + "` runs with them.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        var service = DesiredService.of(ResourceFile.read(file));
        var out = command.commandLine().getOut();
        if (output == null) {
            out.print(EnvoyConfig.inOneFile(ProxyModel.of(service, service.inPod())));
        } else {
            write(service, Files.createDirectories(output).toRealPath(), out);
        }
        out.flush();
        return 0;
    }

    private static void write(DesiredService service, Path folder, PrintWriter out) throws IOException {
        var pod = service.inPod();
        var here = new Placement(
                pod.listenAddress(),
                pod.ports(),
                pod.modelFile(),
                folder.toString(),
                folder.resolve(Placement.ADMIN_SOCKET).toString(),
                pod.secretsFolder());
        for (var file : EnvoyConfig.of(ProxyModel.of(service, here)).files().entrySet()) {
            out.println(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
        }
    }
}
