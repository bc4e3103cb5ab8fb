package io.audiostream.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.audiostream.operator.local.LocalCommand;
import io.audiostream.operator.local.LocalConfig;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry: {@code run}, {@code local} and {@code envoy-config}. */
@Command(
        name = "audiostream-operator",
        description = "Turns TranscriptionService resources into speech endpoints.",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorVersion.class,
        subcommands = {EnvoyConfigCommand.class})
public final class OperatorMain {
    private OperatorMain() {}

    /** Runs a subcommand. Exit codes: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(run(System.getenv(), new PrintWriter(System.err, true, UTF_8), args));
    }

    /** The exit code; what is wrong with the environment goes to {@code errors}. */
    static int run(Map<String, String> environment, PrintWriter errors, String... args) {
        OperatorConfig config;
        try {
            config = OperatorConfig.of(environment);
        } catch (IllegalArgumentException e) {
            errors.println("error: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine(config, LocalConfig.of(environment)).execute(args);
    }

    static CommandLine commandLine(OperatorConfig config, LocalConfig local) {
        return new CommandLine(new OperatorMain())
                .addSubcommand(new RunCommand(config))
                .addSubcommand(new LocalCommand(local))
                .setExecutionExceptionHandler(new ShortErrors());
    }
}
