package io.audiostream.client.cli;

import io.audiostream.client.Endpoint;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code audiostream} command and how it reads its words. */
@Command(
        name = "audiostream",
        mixinStandardHelpOptions = true,
        versionProvider = AudiostreamCommand.Version.class,
        description = "Talks to an audiostream service.")
final class AudiostreamCommand {

    /** Runs the command line and returns its exit code; see {@link ExitCode}. */
    static int execute(Environment environment, String... arguments) {
        var commandLine = new CommandLine(new AudiostreamCommand())
                .addSubcommand(new TranscribeCommand(environment))
                .registerConverter(Endpoint.class, text -> converted(() -> Endpoint.parse(text)))
                .registerConverter(Duration.class, text -> converted(() -> DurationText.parse(text)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(environment.out(), true))
                .setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((exception, words) -> {
                    CommandLine failed = exception.getCommandLine();
                    failed.getErr().println("error: " + exception.getMessage());
                    failed.getErr()
                            .println("'" + failed.getCommandSpec().qualifiedName() + " --help' lists what there is");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((exception, failed, parsed) -> {
                    failed.getErr().println("error: " + exception);
                    return ExitCode.OTHER;
                });
        if (arguments.length == 0) {
            commandLine.usage(commandLine.getErr());
            return ExitCode.USAGE;
        }
        return commandLine.execute(arguments);
    }

    /** picocli shows the message of its own exception only. */
    private static <T> T converted(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = AudiostreamCommand.class.getPackage().getImplementationVersion();
            return new String[] {"audiostream " + (version == null ? "(not packaged)" : version)};
        }
    }
}
