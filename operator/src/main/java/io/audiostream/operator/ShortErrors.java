package io.audiostream.operator;

import io.audiostream.operator.model.InvalidSpecException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** One sentence for what a user can put right, the stack trace for what only a developer can. */
final class ShortErrors implements IExecutionExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ShortErrors.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InvalidSpecException || failure instanceof IOException) {
            command.getErr().println("error: " + failure.getMessage());
        } else {
            log.error("{} failed", command.getCommandName(), failure);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
