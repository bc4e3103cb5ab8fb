package io.audiostream.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.audiostream.commandline.CommandLines;
import io.audiostream.commandline.InvalidEnvironmentException;
import io.audiostream.commandline.ManifestVersion;
import io.audiostream.operator.local.LocalCommand;
import io.audiostream.operator.local.LocalConfig;
import io.audiostream.operator.model.InvalidSpecException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry point of the operator: {@code run}, {@code local} and {@code envoy-config}. Exit codes: 0 success, 1 failure, 2
 * usage error.
 */
@Command(
        name = "audiostream-operator",
        description = "Turns TranscriptionService resources into speech-to-text endpoints.",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorMain.Version.class,
        subcommands = {EnvoyConfigCommand.class})
public final class OperatorMain {
    private static final List<Class<? extends Exception>> EXPECTED_FAILURES =
            List.of(InvalidSpecException.class, IOException.class);

    private OperatorMain() {}

    public static void main(String[] args) {
        System.exit(run(System.getenv(), new PrintWriter(System.err, true, UTF_8), args));
    }

    /** Runs the command line and returns its exit code. Prints an invalid environment variable to {@code err}. */
    static int run(Map<String, String> environment, PrintWriter err, String... args) {
        OperatorConfig config;
        try {
            config = OperatorConfig.of(environment);
        } catch (InvalidEnvironmentException e) {
            err.println("error: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return CommandLines.execute(
                commandLine(config, LocalConfig.of(environment)).setErr(err), args);
    }

    static CommandLine commandLine(OperatorConfig config, LocalConfig local) {
        var commandLine = new CommandLine(new OperatorMain())
                .addSubcommand(new RunCommand(config))
                .addSubcommand(new LocalCommand(local));
        return CommandLines.configure(commandLine, EXPECTED_FAILURES);
    }

    static final class Version extends ManifestVersion {
        Version() {
            super("audiostream-operator");
        }
    }
}
