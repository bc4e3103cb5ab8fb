package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.cli.InputTranscriber.Call;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends audio to a service and prints the text. */
@Command(
        name = "transcribe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = {
            "Sends audio files to a service and prints their text. A single file is streamed at the pace of speech,"
                    + " several as fast as the service reads.",
            "Finals go to standard output, one a line. Interims go to standard error: in place on a terminal, else as"
                    + " lines. Ctrl-C ends the audio and prints the text of what was sent; a second one stops at once."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            ExitCodes.OK,
            ExitCodes.OTHER,
            ExitCodes.USAGE,
            ExitCodes.UNREACHABLE,
            ExitCodes.REFUSED,
            ExitCodes.NO_SLOT,
            ExitCodes.INTERRUPTED,
            ExitCodes.OUTPUT_CLOSED
        })
final class TranscribeCommand implements Callable<Integer> {

    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Mixin
    private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin
    private final SpeechArguments speech = new SpeechArguments();

    @Mixin
    private final AudioArguments audio = new AudioArguments();

    @Mixin
    private final OutputArguments output = new OutputArguments();

    @Option(
            names = "--fast",
            negatable = true,
            description = "Send as fast as the service reads, or with --no-fast at the pace of speech (default: at the"
                    + " pace of speech, several files fast).")
    private @Nullable Boolean fast;

    @Option(
            names = "--file",
            description = "Send the recording in one call and print its one answer (default: stream it).")
    private boolean wholeFile;

    @Option(names = "--quiet", description = "Print only finals and errors (default: also interims and progress).")
    private boolean quiet;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Audio files (WAV, MP3, M4A, FLAC, Ogg, WebM, raw PCM and others), patterns such as '*.mp3',"
                    + " or - for standard input (default: standard input if it is not a terminal).")
    private List<String> named = List.of();

    TranscribeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            List<String> inputs = inputs();
            AudioMetadata metadata = metadata();
            Optional<OutputFiles> files = output.files(inputs);
            try (AudiostreamClient client = connection.connect(environment)) {
                var transcriber = new InputTranscriber(
                        environment,
                        client,
                        connection.endpoint(environment),
                        metadata,
                        mode(inputs),
                        output.format(),
                        files,
                        quiet);
                return transcribe(inputs, batch(inputs, metadata), transcriber).value();
            }
        } catch (IOException e) {
            environment.err().println("error: " + FileErrors.message(e));
            return ExitCode.USAGE.value();
        }
    }

    /** Returns the code of the first failure. */
    private ExitCode transcribe(List<String> inputs, List<BatchPosition> batch, InputTranscriber transcriber)
            throws InterruptedException {
        ExitCode result = ExitCode.OK;
        int failed = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.size() > 1
                    && output.format() == OutputFormat.txt
                    && transcriber.files().isEmpty()) {
                environment.out().println((i == 0 ? "" : "\n") + "==> " + inputs.get(i) + " <==");
            }
            ExitCode code = transcriber.transcribe(inputs.get(i), batch.get(i));
            failed += code == ExitCode.OK ? 0 : 1;
            result = result == ExitCode.OK ? code : result;
            if (code.endsRun() || code == ExitCode.UNREACHABLE) {
                // The other inputs would end the same way.
                result = code;
                failed += inputs.size() - i - 1;
                break;
            }
        }
        if (inputs.size() > 1 && result != ExitCode.OUTPUT_CLOSED && (failed > 0 || !quiet)) {
            environment
                    .err()
                    .println(
                            (inputs.size() - failed) + " of " + inputs.size() + " inputs are transcribed to their end");
        }
        return result;
    }

    private List<String> inputs() throws IOException {
        if (named.isEmpty() && environment.inputIsTerminal()) {
            throw new ParameterException(
                    command.commandLine(), "no audio: name a file, or pipe audio to standard input");
        }
        return named.isEmpty() ? List.of(AudioSource.STANDARD_INPUT) : InputFiles.find(named);
    }

    private AudioMetadata metadata() {
        AudioMetadata metadata =
                audio.metadata().toBuilder().mergeFrom(speech.metadata()).build();
        if (wholeFile && metadata.getSeparateChannels() && output.format().needsWords()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--file with --separate-channels has one text and no subtitles of each channel: leave out --file");
        }
        return output.format().needsWords()
                ? metadata.toBuilder().setWordTimestamps(true).build()
                : metadata;
    }

    private Call mode(List<String> inputs) {
        if (wholeFile) {
            return Call.WHOLE;
        }
        return (fast == null ? inputs.size() > 1 : fast) ? Call.FAST : Call.LIVE;
    }

    private List<BatchPosition> batch(List<String> inputs, AudioMetadata metadata) throws IOException {
        List<Duration> starts = new ArrayList<>();
        Optional<Duration> total = Optional.of(Duration.ZERO);
        for (String input : inputs) {
            starts.add(total.orElse(Duration.ZERO));
            total = inputs.size() == 1 || input.equals(AudioSource.STANDARD_INPUT)
                    ? Optional.empty()
                    : plus(total, AudioSource.durationOf(input, metadata));
        }
        List<BatchPosition> positions = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            positions.add(new BatchPosition(i + 1, starts.size(), starts.get(i), total));
        }
        return positions;
    }

    private static Optional<Duration> plus(Optional<Duration> sum, Optional<Duration> length) {
        return sum.flatMap(known -> length.map(known::plus));
    }
}
