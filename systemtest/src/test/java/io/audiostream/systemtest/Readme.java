package io.audiostream.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The commands that the README tells its reader to type. */
public final class Readme {

    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private Readme() {}

    public static List<String> commands() {
        try {
            String text = Files.readString(Installation.ROOT.resolve("README.md"));
            return SHELL_BLOCK
                    .matcher(text.replace("\\\n", " "))
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands of one section, a line that ends in a backslash joined with the next. */
    public static List<String> section(String title) {
        try {
            String text = Files.readString(Installation.ROOT.resolve("README.md"));
            int begin = text.indexOf("\n## " + title + "\n");
            if (begin < 0) {
                throw new AssertionError("the README has no section '" + title + "'");
            }
            int end = text.indexOf("\n## ", begin + 1);
            return SHELL_BLOCK
                    .matcher(
                            text.substring(begin, end < 0 ? text.length() : end).replace("\\\n", " "))
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands that begin with {@code prefix}; there is at least one. */
    public static List<String> commands(String prefix) {
        List<String> found = commands().stream()
                .filter(command -> command.startsWith(prefix))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("the README has no command that begins with '" + prefix + "'");
        }
        return found;
    }
}
