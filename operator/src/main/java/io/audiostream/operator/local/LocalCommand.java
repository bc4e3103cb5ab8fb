package io.audiostream.operator.local;

import io.audiostream.commandline.Durations;
import io.audiostream.operator.api.ResourceFile;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one resource as processes on this machine until SIGINT or SIGTERM. */
@Command(
        name = "local",
        description = {
            "Run one resource as processes on this machine: the Envoy and the transcriber of its pod.",
            "Prints READY HOST:PORT when the endpoint accepts streams. Ctrl-C stops everything."
        },
        mixinStandardHelpOptions = true)
public final class LocalCommand implements Callable<Integer> {
    private final LocalConfig config;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "The TranscriptionService, in YAML.")
    private Path file = Path.of("");

    @Option(
            names = "--transcriber",
            paramLabel = "PATH",
            description =
                    "Path of audiostream-transcriber.jar (default: beside this program, then transcriber/target).")
    private @Nullable Path transcriber;

    @Option(names = "--envoy", paramLabel = "PATH", description = "The Envoy program (default: envoy on PATH).")
    private @Nullable Path envoy;

    @Option(
            names = "--model-file",
            paramLabel = "PATH",
            description = "Use this file or folder instead of the resource's model.")
    private @Nullable Path modelFile;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Cache folder; models are kept in DIR/models (default: ~/.cache/audiostream).")
    private @Nullable Path cache;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description =
                    "Folder in place of the Secrets and ConfigMaps that the resource names: DIR/NAME has the files of"
                            + " the object NAME, such as tls.crt and tls.key.")
    private @Nullable Path secrets;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "50051",
            description = "Port of the endpoint, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--verbose", description = "Show the output of the processes.")
    private boolean verbose;

    public LocalCommand(LocalConfig config) {
        this.config = config;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkPort();
        var model = LocalModel.of(
                DesiredService.of(
                        ResourceFile.read(file), Defaults.OF_THIS_VERSION.withCtranslate2(config.ctranslate2())),
                modelFile,
                cache != null ? cache : config.cache());
        var localSecrets = LocalSecrets.of(model.service(), secrets);
        var programs = new LocalPrograms(config);
        var envoyCommand = programs.envoy(envoy);
        var transcriberCommand = programs.transcriber(transcriber);
        var ports = LocalPorts.choose(port);
        var drainTimeout = model.service().streams().drainTimeout();
        var service = new LocalService(ports, drainTimeout, new ChildProcess.Output(err(), verbose));
        var stop = StopSignal.installFor(
                service,
                () -> print("stopping; open streams have up to " + Durations.format(drainTimeout) + " to finish"));
        try (service) {
            run(service, model, localSecrets, envoyCommand, transcriberCommand);
        } catch (IOException e) {
            if (!stop.received()) {
                throw e;
            }
        } finally {
            stop.dismiss();
        }
        return 0;
    }

    private void run(
            LocalService service,
            LocalModel model,
            LocalSecrets localSecrets,
            List<String> envoyCommand,
            List<String> transcriberCommand)
            throws IOException, InterruptedException {
        service.link(localSecrets);
        if (modelFile != null) {
            print("using " + modelFile + " in place of the model of " + file);
        } else if (model.isMissing()) {
            print("fetching the model " + model.service().model().name() + " to " + model.path());
            service.fetch(model, transcriberCommand);
        }
        print("starting envoy and the transcriber");
        service.start(model, envoyCommand, transcriberCommand);
        service.awaitReady();
        service.page().ifPresent(page -> print("the page to try it: " + page));
        out().println("READY " + service.endpoint());
        out().flush();
        service.awaitFailure();
    }

    private void checkPort() {
        if (port < 0 || port > Ports.MAX) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--port " + port + " must be from 1 to " + Ports.MAX + ", or 0 for any free one");
        }
    }

    /** Prints a progress line on standard error. */
    private void print(String sentence) {
        err().println("==> " + sentence);
        err().flush();
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "set by picocli");
    }
}
