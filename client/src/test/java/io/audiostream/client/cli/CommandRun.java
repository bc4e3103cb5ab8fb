package io.audiostream.client.cli;

import io.audiostream.client.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One run of the command line.
 *
 * @param ticker clock of the run
 */
record CommandRun(int exitCode, String out, String err, ManualTicker ticker) {

    /** Standard input that is a terminal. */
    static final InputStream TERMINAL = InputStream.nullInputStream();

    static CommandRun transcribe(Endpoint endpoint, String... arguments) {
        return transcribe(endpoint, OptionalInt.empty(), InputStream.nullInputStream(), arguments);
    }

    static CommandRun transcribeInput(Endpoint endpoint, byte[] standardInput, String... arguments) {
        return transcribe(endpoint, OptionalInt.empty(), new ByteArrayInputStream(standardInput), arguments);
    }

    static CommandRun transcribe(
            Endpoint endpoint, OptionalInt terminalWidth, InputStream standardInput, String... arguments) {
        return run(
                terminalWidth,
                standardInput,
                Stream.concat(Stream.of("transcribe", "--endpoint", endpoint.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    static CommandRun run(OptionalInt terminalWidth, InputStream standardInput, String... arguments) {
        return run(terminalWidth, standardInput, new Interruption(), Map.of(), arguments);
    }

    static CommandRun run(
            OptionalInt terminalWidth,
            InputStream standardInput,
            Interruption interruption,
            Map<String, String> variables,
            String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var ticker = new ManualTicker();
        int exitCode = AudiostreamCommand.execute(
                new Environment(
                        standardInput,
                        new StandardOutput(out, () -> true),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminalWidth,
                        standardInput == TERMINAL,
                        ticker,
                        interruption,
                        variables),
                arguments);
        return new CommandRun(
                exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), ticker);
    }
}
