package io.audiostream.operator;

import io.audiostream.operator.local.LocalCommand;
import io.audiostream.operator.local.LocalConfig;
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
        var environment = System.getenv();
        System.exit(commandLine(OperatorConfig.of(environment), LocalConfig.of(environment))
                .execute(args));
    }

    static CommandLine commandLine(OperatorConfig config, LocalConfig local) {
        return new CommandLine(new OperatorMain())
                .addSubcommand(new RunCommand(config))
                .addSubcommand(new LocalCommand(local))
                .setExecutionExceptionHandler(new ShortErrors());
    }
}
