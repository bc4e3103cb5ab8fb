package io.audiostream.commandline;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains an option or a command that does not exist, by the name that is nearest to it. */
final class UnknownOption {

    /** A name with more differences is another word, not a misspelt one. */
    private static final int MAX_DIFFERENCES = 3;

    private UnknownOption() {}

    /** The sentence for the user; empty if the arguments without a match are neither an option nor a command. */
    static Optional<String> message(UnmatchedArgumentException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        return option(failure, command).or(() -> subcommand(failure, command));
    }

    private static Optional<String> option(UnmatchedArgumentException failure, CommandSpec command) {
        return failure.getUnmatched().stream()
                .filter(argument -> argument.startsWith("-") && argument.length() > 1)
                .findFirst()
                .map(argument -> argument.split("=", 2)[0])
                .map(name -> "Unknown option '" + name + "'"
                        + nearest(name, names(command))
                                .map(known -> "; did you mean '" + known + "'?")
                                .orElse(""));
    }

    private static Optional<String> subcommand(UnmatchedArgumentException failure, CommandSpec command) {
        List<String> known = List.copyOf(command.subcommands().keySet());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        String name = failure.getUnmatched().get(0);
        return Optional.of("there is no command '" + name + "'; "
                + nearest(name, known)
                        .map(meant -> "did you mean '" + meant + "'?")
                        .orElse("the commands are " + String.join(", ", known)));
    }

    private static List<String> names(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }

    private static Optional<String> nearest(String name, List<String> known) {
        return known.stream()
                .filter(candidate -> candidate.startsWith(name) && name.length() > 3
                        || differences(name, candidate) <= Math.min(MAX_DIFFERENCES, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> differences(name, candidate)));
    }

    /** The Levenshtein distance: inserted, removed and replaced characters. */
    private static int differences(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
