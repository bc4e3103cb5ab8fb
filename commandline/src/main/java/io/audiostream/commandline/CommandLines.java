package io.audiostream.commandline;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Gives a picocli command line the behaviour that all programs share.
 *
 * <ul>
 *   <li>A usage error prints two lines: how to list the options, then {@code error: SENTENCE}. Exit code 2. The
 *       sentence for an unknown option names the option that was probably meant.
 *   <li>An expected failure prints {@code error: SENTENCE}; any other failure prints its stack trace before that line.
 *       Exit code 1.
 *   <li>Durations are read by {@link Durations}.
 * </ul>
 *
 * <p>Addresses in an error are masked by {@link AddressMask}. The error is the last line, because Kubernetes shows the
 * last lines of a container's log as its termination message.
 */
public final class CommandLines {

    private CommandLines() {}

    /**
     * Configures the command line and its subcommands. Add all subcommands before this call.
     *
     * @param expected types of failures whose message tells the user what to change;
     *     {@link InvalidEnvironmentException} is always one
     */
    public static CommandLine configure(CommandLine commandLine, List<Class<? extends Exception>> expected) {
        return commandLine
                .registerConverter(Duration.class, converter(Durations::parse))
                .setParameterExceptionHandler((failure, arguments) -> usageError(failure))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failed(failure, command.getErr(), expected));
    }

    /** Runs the command line. Without arguments, prints the usage to standard error and returns exit code 2. */
    public static int execute(CommandLine commandLine, String... arguments) {
        if (arguments.length == 0) {
            commandLine.usage(commandLine.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(arguments);
    }

    /** Adapts a parser, so that picocli shows the message of its {@link IllegalArgumentException}. */
    public static <T> ITypeConverter<T> converter(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }

    private static int usageError(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists the options");
        String message = failure instanceof UnmatchedArgumentException unmatched
                ? UnknownOption.message(unmatched).orElse(String.valueOf(failure.getMessage()))
                : String.valueOf(failure.getMessage());
        err.println("error: " + AddressMask.mask(message));
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, PrintWriter err, List<Class<? extends Exception>> expected) {
        boolean isExpected = failure.getMessage() != null
                && Stream.concat(Stream.of(InvalidEnvironmentException.class), expected.stream())
                        .anyMatch(type -> type.isInstance(failure));
        if (!isExpected) {
            failure.printStackTrace(err);
        }
        err.println("error: " + AddressMask.mask(String.valueOf(isExpected ? failure.getMessage() : failure)));
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
