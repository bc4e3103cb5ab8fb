package io.audiostream.client.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the inputs that the user names: files, and patterns that the shell has not expanded. */
final class InputFiles {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private InputFiles() {}

    /**
     * Returns the inputs, each once, in the order of the user and of the alphabet within a pattern.
     *
     * @throws IOException if an input cannot be read; the message is for the user
     */
    static List<String> find(List<String> named) throws IOException {
        var inputs = new LinkedHashSet<String>();
        for (String name : named) {
            if (name.equals(AudioSource.STANDARD_INPUT)) {
                inputs.add(name);
            } else if (WILDCARD.matcher(name).find() && !Files.exists(Path.of(name))) {
                inputs.addAll(matching(Path.of(name)));
            } else {
                check(name);
                inputs.add(name);
            }
        }
        return List.copyOf(inputs);
    }

    private static List<String> matching(Path pattern) throws IOException {
        Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(folder, String.valueOf(pattern.getFileName()))) {
                files.forEach(file -> {
                    if (!Files.isDirectory(file)) {
                        found.add(file.toString());
                    }
                });
            } catch (PatternSyntaxException e) {
                throw new IOException("'" + pattern + "' is not a pattern of file names: " + e.getDescription(), e);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no file matches '" + pattern + "'");
        }
        return found.stream().sorted().toList();
    }

    private static void check(String name) throws IOException {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new IOException("there is no file '" + name + "'");
        }
        if (Files.isDirectory(path)) {
            throw new IOException(
                    "'" + name + "' is a folder; name the files in it, for example '" + path.resolve("*.wav") + "'");
        }
        if (!Files.isReadable(path)) {
            throw new IOException("'" + name + "' is not readable; check its permissions");
        }
    }
}
