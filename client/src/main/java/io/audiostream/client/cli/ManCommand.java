package io.audiostream.client.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {"Prints the manual page.", "To read it: audiostream man | man -l -"})
final class ManCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        var root = command.root().commandLine();
        root.getOut().print(ManPage.render(root));
        root.getOut().flush();
        return ExitCode.OK.value();
    }
}
