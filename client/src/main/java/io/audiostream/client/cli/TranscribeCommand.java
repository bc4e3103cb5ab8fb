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
            "Streams audio to a service as if it were spoken now, and prints the text.",
            "Finals go to standard output, a line each. What may still change goes to standard error: in place on a"
                    + " terminal, as lines elsewhere."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the call failed in another way",
            "2:wrong usage, or a file that can't be read",
            "3:no service answers there, or it can't serve now",
            "4:the service refused the audio or an option",
            "5:the service has no free slot"
        })
final class TranscribeCommand implements Callable<Integer> {

    private final Environment environment;

    @Mixin
    private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin
    private final AudioArguments audio = new AudioArguments();

    @Option(names = "--fast", description = "Send as fast as the service takes it, not at the pace of speech.")
    private boolean fast;

    @Option(names = "--file", description = "Send the recording in one call and get one answer; no text before that.")
    private boolean wholeFile;

    @Option(names = "--json", description = "Print each final as JSON on one line, with all its details.")
    private boolean json;

    @Option(names = "--quiet", description = "Print only finals, and errors.")
    private boolean quiet;

    @Parameters(paramLabel = "FILE", description = "The audio: a WAV file or raw PCM; - for standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: it is required
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
            return ExitCode.OK;
        } catch (TranscriptionException e) {
            Failure failure = Failure.of(e, connection.endpoint());
            return fail(failure.exitCode(), failure.sentence());
        } catch (IOException e) {
            return fail(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private void stream(AudioSource source, AudiostreamClient client, AudioMetadata metadata, ResultPrinter printer)
            throws IOException, TranscriptionException, InterruptedException {
        try (AudioStream stream = client.openStream(metadata, printer)) {
            Optional<Pacer> pacer = fast ? Optional.empty() : Optional.of(new Pacer(environment.ticker()));
            var pump = new AudioPump(source, stream, pacer, printer::position);
            var sender = new Thread(pump, "audio");
            sender.setDaemon(true);
            sender.start();
            try {
                stream.awaitEnd();
            } catch (TranscriptionException e) {
                // The stream was broken off from here when the audio could not be read; that is then what to tell.
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

    private int fail(int exitCode, String sentence) {
        environment.err().println("error: " + sentence);
        return exitCode;
    }
}
