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
        CommandLine commandLine = new CommandLine(new TranscriberMain())
                .setErr(errors)
                .registerConverter(Duration.class, DurationText::parse)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("error: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
        if (args.length == 0) {
            commandLine.usage(errors);
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }
}
