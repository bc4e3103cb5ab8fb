package io.audiostream.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files that transcripts go to: in one folder, named after the inputs. */
final class OutputFiles {

    private final Map<String, Path> targets;

    private OutputFiles(Map<String, Path> targets) {
        this.targets = targets;
    }

    /**
     * Creates the folder, and checks that no file would be overwritten.
     *
     * @throws IOException if two inputs have the same target, or a target exists; the message is for the user
     */
    static OutputFiles plan(List<String> inputs, Path folder, OutputFormat format, boolean force) throws IOException {
        var targets = new LinkedHashMap<String, Path>();
        var inputsOf = new LinkedHashMap<Path, String>();
        for (String input : inputs) {
            Path target = folder.resolve(stem(input) + "." + format);
            String other = inputsOf.put(target, input);
            if (other != null) {
                throw new IOException("'" + other + "' and '" + input + "' would both be written to '" + target
                        + "'; transcribe them into different folders");
            }
            if (Files.exists(target) && !force) {
                throw new IOException(
                        "'" + target + "' exists; add --force to overwrite it, or choose another --output-dir");
            }
            targets.put(input, target);
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException("--output-dir '" + folder + "' is a file; name a folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("--output-dir '" + folder + "' cannot be created: " + FileErrors.message(e), e);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("--output-dir '" + folder + "' is not writable; check its permissions");
        }
        return new OutputFiles(targets);
    }

    /** Writes a whole transcript, in one step for other programs. Returns the file. */
    Path write(String input, CharSequence transcript) throws IOException {
        return Files.move(
                writePart(input, transcript),
                Objects.requireNonNull(targets.get(input)),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the transcript of an input that was not transcribed to its end. Returns the file. */
    Path writePart(String input, CharSequence transcript) throws IOException {
        Path target = Objects.requireNonNull(targets.get(input));
        return Files.writeString(target.resolveSibling(target.getFileName() + ".part"), transcript);
    }

    private static String stem(String input) {
        if (input.equals(AudioSource.STANDARD_INPUT)) {
            return "stdin";
        }
        String name = String.valueOf(Path.of(input).getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
