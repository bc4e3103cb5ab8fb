package io.audiostream.client.cli;

import io.audiostream.commandline.ChoiceConverter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the completion of the command line. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Prints completion for a shell. It completes the command 'audiostream', so give the jar that name, for"
                    + " example by an alias.",
            "bash: source <(audiostream completion bash)",
            "zsh:  source <(audiostream completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Shells by their names on the command line. */
    enum Shell {
        bash,
        zsh
    }

    private static final class ShellConverter extends ChoiceConverter<Shell> {
        ShellConverter() {
            super(Shell.class);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Parameters(paramLabel = "SHELL", converter = ShellConverter.class, description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // picocli sets required parameters
    private Shell shell;

    @Override
    public Integer call() {
        var root = command.root().commandLine();
        // The script of picocli serves both: in zsh it loads the compatibility with bash first.
        String script = AutoComplete.bash("audiostream", root);
        root.getOut().print(shell == Shell.zsh ? "autoload -Uz compinit && compinit\n" + script : script);
        root.getOut().flush();
        return ExitCode.OK.value();
    }
}
