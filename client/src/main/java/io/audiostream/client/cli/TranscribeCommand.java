package io.audiostream.client.cli;

import com.google.protobuf.ByteString;
import io.audiostream.client.AudioStream;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.TranscriptionException;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends audio to a service and prints the text. */
@Command(
        name = "transcribe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Streams audio to a service at the pace of speech and prints the text.",
            "Finals go to standard output, one a line. Interims go to standard error: in place on a terminal, else as"
                    + " lines."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Success.",
            "1:The call failed for a reason not listed below.",
            "2:Wrong usage, or an unreadable file.",
            "3:No service answers at the endpoint, or it cannot serve the call now.",
            "4:The service refused the audio or an option.",
            "5:The service has no capacity for the call now."
        })
final class TranscribeCommand implements Callable<Integer> {

    private final Environment environment;

    @Mixin
    private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin
    private final AudioArguments audio = new AudioArguments();

    @Option(names = "--fast", description = "Send as fast as the service reads (default: at the pace of speech).")
    private boolean fast;

    @Option(
            names = "--file",
            description = "Send the recording in one call and print its one answer (default: stream it).")
    private boolean wholeFile;

    @Option(
            names = "--json",
            description = "Print each final as one line of JSON with all its fields (default: its text).")
    private boolean json;

    @Option(names = "--quiet", description = "Print only finals and errors (default: also interims and progress).")
    private boolean quiet;

    @Parameters(paramLabel = "FILE", description = "Audio file, WAV or raw PCM, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets required parameters
    private String file;

    TranscribeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        AudioMetadata metadata = audio.metadata();
        try (AudioSource source = AudioSource.open(file, environment.in(), metadata);
                AudiostreamClient client = connection.connect()) {
            var printer = new ResultPrinter(
                    environment.out(), json ? FinalText.JSON : FinalText.PLAIN, display(source.duration()), fast);
            if (wholeFile) {
                printer.onFinal(client.transcribe(AudioFile.newBuilder()
                        .setAudioData(ByteString.readFrom(source.bytes()))
                        .setFilename(source.name())
                        .setMetadata(metadata)
                        .build()));
            } else {
                stream(source, client, metadata, printer);
            }
            if (!printer.anyText() && !quiet) {
                environment.err().println("no speech was found in " + source.name());
            }
            return ExitCode.OK.value();
        } catch (TranscriptionException e) {
            Failure failure = Failure.of(e, connection.endpoint());
            return fail(failure.exitCode(), failure.message());
        } catch (IOException e) {
            return fail(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private void stream(AudioSource source, AudiostreamClient client, AudioMetadata metadata, ResultPrinter printer)
            throws IOException, TranscriptionException, InterruptedException {
        try (AudioStream stream = client.openStream(metadata, printer)) {
            Optional<Pacer> pacer = fast ? Optional.empty() : Optional.of(new Pacer(environment.ticker()));
            var pump = new AudioPump(source, stream, pacer, printer::onSent);
            var sender = new Thread(pump, "audio");
            sender.setDaemon(true);
            sender.start();
            try {
                stream.awaitEnd();
            } catch (TranscriptionException e) {
                // The pump cancels the stream if it cannot read the audio: report that error then.
                if (pump.readFailure().isPresent()) {
                    throw pump.readFailure().get();
                }
                throw e;
            }
        }
    }

    private Display display(Optional<Duration> total) {
        if (quiet) {
            return new SilentDisplay();
        }
        return environment.terminalWidth().isPresent()
                ? new TerminalDisplay(
                        environment.err(), environment.terminalWidth().getAsInt(), total)
                : new PlainDisplay(environment.err());
    }

    private int fail(ExitCode exitCode, String message) {
        environment.err().println("error: " + message);
        return exitCode.value();
    }
}
