package io.audiostream.client.cli;

import io.audiostream.client.Endpoint;
import io.audiostream.commandline.CommandLines;
import io.audiostream.commandline.ManifestVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code audiostream} command and its subcommands. */
@Command(
        name = "audiostream",
        mixinStandardHelpOptions = true,
        versionProvider = AudiostreamCommand.Version.class,
        description = "Calls an audiostream service.",
        footer = "%n'audiostream COMMAND --help' lists the options of a command.")
final class AudiostreamCommand {

    /** Runs the command line and returns its exit code; see {@link ExitCode}. */
    static int execute(Environment environment, String... arguments) {
        var commandLine = commandLine(environment)
                .setOut(new PrintWriter(environment.out(), true))
                .setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
        int exitCode = CommandLines.execute(commandLine, arguments);
        return exitCode == ExitCode.OK.value() && environment.isOutputBroken()
                ? environment.endWithBrokenOutput().value()
                : exitCode;
    }

    /** The whole tree of commands. */
    static CommandLine commandLine(Environment environment) {
        var commandLine = new CommandLine(new AudiostreamCommand())
                .addSubcommand(new TranscribeCommand(environment))
                .addSubcommand(new ListenCommand(environment))
                .addSubcommand(new ProbeCommand(environment))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new ManCommand())
                .registerConverter(Endpoint.class, CommandLines.converter(Endpoint::parse));
        return CommandLines.configure(commandLine, List.of());
    }

    static final class Version extends ManifestVersion {
        Version() {
            super("audiostream");
        }
    }
}
