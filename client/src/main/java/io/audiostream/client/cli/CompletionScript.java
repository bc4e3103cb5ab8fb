package io.audiostream.client.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Renders completion of commands, options, choices and files as a script for bash, which zsh runs as well. Picocli's
 * own completes no files of {@code transcribe}.
 *
 * <p>The shell completes files itself where the script offers no words, because it quotes names and expands {@code ~}.
 */
final class CompletionScript {

    /** Labels of values that are files or folders. */
    private static final List<String> FILES = List.of("FILE", "PEM", "FOLDER");

    private static final String SCRIPT = """
            _audiostream() {
              local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' words='' files='' i
              # bash takes --option=value for three words.
              if [[ $word == = ]]; then word=''; fi
              if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  %s) command=${COMP_WORDS[i]} && break ;;
                esac
              done
              case "$command $previous" in
            %s    *)
                  case $command in
                    '') words='%s' ;;
            %s      esac
                  if [[ $word == -* ]]; then files=''; elif [[ $files ]]; then words=''; fi
                  ;;
              esac
              # The shell completes files if there are no words. zsh has no compopt.
              if [[ -z $files ]]; then compopt +o default 2>/dev/null; fi
              COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -o default -F _audiostream audiostream
            """;

    private CompletionScript() {}

    static String render(CommandLine root) {
        Map<String, CommandLine> commands = root.getSubcommands();
        return SCRIPT.formatted(
                String.join("|", commands.keySet()),
                commands.values().stream()
                        .map(command -> values(command.getCommandSpec()))
                        .collect(Collectors.joining()),
                String.join(" ", commands.keySet()) + " " + optionNames(root.getCommandSpec()),
                commands.values().stream()
                        .map(command -> words(command.getCommandSpec()))
                        .collect(Collectors.joining()));
    }

    /** Returns a case for each option with a value: what the value can be. */
    private static String values(CommandSpec command) {
        return command.options().stream()
                .filter(option -> option.arity().max() > 0)
                .map(option -> "    '%s %s') %s ;;%n".formatted(command.name(), option.longestName(), value(option)))
                .collect(Collectors.joining());
    }

    private static String value(ArgSpec argument) {
        return FILES.contains(argument.paramLabel()) ? "files=yes" : "words='" + choices(argument) + "'";
    }

    private static String choices(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null
                ? ""
                : StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
    }

    /** Returns the case of a command: its options, and what its parameters can be. */
    private static String words(CommandSpec command) {
        String files = command.positionalParameters().stream().anyMatch(it -> FILES.contains(it.paramLabel()))
                ? " files=yes"
                : "";
        String parameters = command.positionalParameters().stream()
                .map(CompletionScript::choices)
                .filter(choices -> !choices.isEmpty())
                .map(choices -> choices + " ")
                .collect(Collectors.joining());
        return "        %s) words='%s'%s ;;%n".formatted(command.name(), parameters + optionNames(command), files);
    }

    private static String optionNames(CommandSpec command) {
        return command.options().stream().flatMap(CompletionScript::names).collect(Collectors.joining(" "));
    }

    private static Stream<String> names(OptionSpec option) {
        String name = option.longestName();
        return option.negatable() ? Stream.of(name, name.replaceFirst("--", "--no-")) : Stream.of(name);
    }
}
