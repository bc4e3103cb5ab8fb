package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.Microphone;
import io.audiostream.client.TranscriptionException;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Transcribes a microphone until Ctrl-C. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = {
            "Transcribes a microphone of this machine until Ctrl-C.",
            "Finals go to standard output, one a line, and interims to standard error. Ctrl-C ends the audio and prints"
                    + " the text of what was said; a second one stops at once."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            ExitCodes.OTHER,
            "2:Wrong usage, or no microphone that can be used.",
            ExitCodes.UNREACHABLE,
            ExitCodes.REFUSED,
            ExitCodes.NO_SLOT,
            "130:Ctrl-C, the usual end.",
            ExitCodes.OUTPUT_CLOSED
        })
final class ListenCommand implements Callable<Integer> {

    private final Environment environment;

    @Mixin
    private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin
    private final SpeechArguments speech = new SpeechArguments();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Name of the microphone, or a part of it (default: the system's first).")
    private @Nullable String device;

    @Option(names = "--list-devices", description = "Print the names of the microphones and exit.")
    private boolean listDevices;

    @Option(names = "--json", description = "Print each final as one line of JSON (default: its text).")
    private boolean json;

    @Option(names = "--quiet", description = "Print only finals and errors (default: also interims).")
    private boolean quiet;

    ListenCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            if (listDevices) {
                List<String> devices = Microphone.devices();
                devices.forEach(environment.out()::println);
                if (devices.isEmpty()) {
                    environment.err().println("this machine has no microphone that Java can use");
                }
                return ExitCode.OK.value();
            }
            return listen().value();
        } catch (IOException e) {
            return fail(ExitCode.USAGE, FileErrors.message(e)).value();
        } catch (NoClassDefFoundError | UnsatisfiedLinkError e) {
            return fail(
                            ExitCode.USAGE,
                            "this Java runtime has no sound, as that of the image; run the jar with a whole Java"
                                    + " runtime, or pipe audio to 'audiostream transcribe'")
                    .value();
        }
    }

    private ExitCode listen() throws IOException, InterruptedException {
        try (Microphone microphone = Microphone.open(Optional.ofNullable(device));
                AudiostreamClient client = connection.connect(environment)) {
            AudioMetadata metadata = microphone.metadata().toBuilder()
                    .mergeFrom(speech.metadata())
                    .build();
            var source =
                    new AudioSource("the microphone", microphone.audio(), AudioTiming.of(metadata), Optional.empty());
            var printer = new ResultPrinter(
                    environment::print,
                    (json ? OutputFormat.jsonl : OutputFormat.txt).writer(source.name()),
                    Displays.of(environment, quiet, BatchPosition.SINGLE, Optional.empty()),
                    false);
            if (!quiet) {
                environment.err().println("listening; Ctrl-C ends");
            }
            new LiveTranscription(client, metadata, environment.interruption())
                    .run(source, Optional.of(new Pacer(environment.ticker())), printer);
            return environment.interruption().isRequested() ? ExitCode.INTERRUPTED : ExitCode.OK;
        } catch (OutputException e) {
            return environment.endWithBrokenOutput();
        } catch (TranscriptionException e) {
            if (environment.isOutputBroken()) {
                return environment.endWithBrokenOutput();
            }
            if (environment.interruption().isRequested()) {
                return fail(ExitCode.INTERRUPTED, "stopped without the text of the last words");
            }
            Failure failure = Failure.of(e, connection.endpoint(environment));
            return fail(failure.exitCode(), failure.message());
        }
    }

    private ExitCode fail(ExitCode code, String message) {
        environment.err().println("error: " + message);
        return code;
    }
}
