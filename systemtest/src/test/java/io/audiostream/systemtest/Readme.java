package io.audiostream.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The shell commands in the README. A line that ends in a backslash is joined with the next one. */
public final class Readme {

    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private Readme() {}

    public static List<String> commands() {
        return commandsIn(text());
    }

    /** Returns the commands that begin with {@code prefix}, at least one. */
    public static List<String> commandsWithPrefix(String prefix) {
        List<String> found = commands().stream()
                .filter(command -> command.startsWith(prefix))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("the README has no command that begins with '" + prefix + "'");
        }
        return found;
    }

    /** Returns the commands of the section with this title. */
    public static List<String> commandsOfSection(String title) {
        String text = text();
        int begin = text.indexOf("\n## " + title + "\n");
        if (begin < 0) {
            throw new AssertionError("the README has no section '" + title + "'");
        }
        int end = text.indexOf("\n## ", begin + 1);
        return commandsIn(text.substring(begin, end < 0 ? text.length() : end));
    }

    private static List<String> commandsIn(String markdown) {
        return SHELL_BLOCK
                .matcher(markdown.replace("\\\n", " "))
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }

    private static String text() {
        try {
            return Files.readString(TestPaths.ROOT.resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
