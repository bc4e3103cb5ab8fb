package io.audiostream.operator;

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
        System.exit(commandLine(OperatorConfig.of(System.getenv())).execute(args));
    }

    static CommandLine commandLine(OperatorConfig config) {
        return new CommandLine(new OperatorMain())
                .addSubcommand(new RunCommand(config))
                .setExecutionExceptionHandler(new ShortErrors());
    }
}
