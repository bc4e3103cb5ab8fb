package io.audiostream.client.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the format and the place of transcripts. */
final class OutputArguments {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--output-format",
            converter = OutputFormat.Converter.class,
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: text, subtitles, one JSON document for each input, or one line of"
                    + " JSON for each final (default: txt).")
    private OutputFormat format = OutputFormat.txt;

    @Option(names = "--json", description = "The same as --output-format jsonl.")
    private boolean json;

    @Option(
            names = "--output-dir",
            paramLabel = "FOLDER",
            description = "Write one file for each input, named after it, such as talk.srt for talk.wav (default:"
                    + " print to standard output).")
    private @Nullable Path folder;

    @Option(names = "--force", description = "Overwrite files in --output-dir (default: refuse).")
    private boolean force;

    OutputFormat format() {
        return json ? OutputFormat.jsonl : format;
    }

    /**
     * Plans the files of these inputs. Empty for standard output.
     *
     * @throws ParameterException if the format cannot print several inputs to standard output
     * @throws IOException if a file would be overwritten; the message is for the user
     */
    Optional<OutputFiles> files(List<String> inputs) throws IOException {
        if (folder != null) {
            return Optional.of(OutputFiles.plan(inputs, folder, format(), force));
        }
        if (inputs.size() > 1 && !format().canFollow()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--output-format " + format() + " needs a file for each of the " + inputs.size()
                            + " inputs; add --output-dir FOLDER");
        }
        return Optional.empty();
    }
}
