package io.audiostream.transcriber;

import io.audiostream.transcriber.fetch.FetchModelCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The transcriber's command line. Exit codes: 0 done, 2 wrong usage, 1 anything else. */
@Command(
        name = "audiostream-transcriber",
        description = "Streams text back from Whisper while people still speak.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {ServeCommand.class, FetchModelCommand.class})
public final class TranscriberMain {

    private TranscriberMain() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new TranscriberMain())
                .registerConverter(java.time.Duration.class, DurationText::parse)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("error: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
        System.exit(args.length == 0 ? usage(commandLine) : commandLine.execute(args));
    }

    private static int usage(CommandLine commandLine) {
        commandLine.usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
