package io.audiostream.client.cli;

import io.audiostream.commandline.ChoiceConverter;
import java.util.concurrent.Callable;
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

    /**
     * Starts completion where the user's files do not, and loads its compatibility with bash. zsh would expand an alias
     * before it completes.
     */
    private static final String ZSH = """
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
            autoload -Uz bashcompinit && bashcompinit
            setopt complete_aliases
            """;

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
        root.getOut().print(shell == Shell.zsh ? ZSH + CompletionScript.render(root) : CompletionScript.render(root));
        root.getOut().flush();
        return ExitCode.OK.value();
    }
}
