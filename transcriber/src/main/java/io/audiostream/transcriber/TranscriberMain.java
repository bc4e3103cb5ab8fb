package io.audiostream.transcriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.audiostream.transcriber.fetch.FetchModelCommand;
import java.io.PrintWriter;
import java.time.Duration;
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
        System.exit(run(new PrintWriter(System.err, true, UTF_8), args));
    }

    /** Runs the command line; its exit code. */
    static int run(PrintWriter errors, String... args) {
        var commandLine = new CommandLine(new TranscriberMain())
                .setErr(errors)
                .registerConverter(Duration.class, DurationText::parse)
                .setParameterExceptionHandler(TranscriberMain::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    String message = failure.getMessage();
                    command.getErr().println("error: " + (message == null ? failure.toString() : message));
                    return CommandLine.ExitCode.SOFTWARE;
                });
        if (args.length == 0) {
            commandLine.usage(errors);
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    /** The sentence comes last, and the options, which are many, not at all: of a pod's log, the last line is shown. */
    private static int wrongUsage(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr()
                .printf(
                        "`%s --help` lists the options%nerror: %s%n",
                        command.getCommandSpec().qualifiedName(), failure.getMessage());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
