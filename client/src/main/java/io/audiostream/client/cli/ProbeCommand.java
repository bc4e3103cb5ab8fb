package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.TranscriptionException;
import io.audiostream.commandline.ChoiceConverter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reports whether a service works, and how fast it is from here. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = {
            "Reports whether a service works, its model, and how fast it is from here.",
            "It connects, asks for the health of the service, and streams three seconds of speech, which takes a slot for"
                    + " this time."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:The service works: it is healthy, and transcribed the speech.",
            "1:The service is reached, but does not transcribe the speech.",
            "2:Wrong usage.",
            "3:No service answers at the endpoint, or it cannot serve calls now.",
            ExitCodes.REFUSED,
            ExitCodes.NO_SLOT,
            ExitCodes.INTERRUPTED
        })
final class ProbeCommand implements Callable<Integer> {

    /** Formats of the report by their names on the command line. */
    enum Format {
        text,
        json
    }

    private static final class FormatConverter extends ChoiceConverter<Format> {
        FormatConverter() {
            super(Format.class);
        }
    }

    private final Environment environment;

    @Mixin
    private final ConnectionArguments connection = new ConnectionArguments();

    @Option(
            names = "--output",
            converter = FormatConverter.class,
            paramLabel = "FORMAT",
            description = "Format of the report: ${COMPLETION-CANDIDATES} (default: text).")
    private Format output = Format.text;

    @Option(names = "--no-speech", description = "Send no audio, so that no slot is used (default: send speech).")
    private boolean noSpeech;

    ProbeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (AudiostreamClient client = connection.connect(environment)) {
            environment.interruption().onRequest(client::close);
            ProbeReport report =
                    new Prober(client, environment.ticker()).probe(connection.endpoint(environment), !noSpeech);
            environment.out().print(output == Format.json ? report.asJson() : report.asText());
            environment.out().flush();
            return exitCode(report).value();
        } catch (TranscriptionException e) {
            if (environment.interruption().isRequested()) {
                return ExitCode.INTERRUPTED.value();
            }
            Failure failure = Failure.of(e, connection.endpoint(environment));
            return fail(failure.exitCode(), failure.message());
        } catch (IOException e) {
            return fail(ExitCode.USAGE, FileErrors.message(e));
        }
    }

    private static ExitCode exitCode(ProbeReport report) {
        if (!report.serving()) {
            return ExitCode.UNREACHABLE;
        }
        boolean silent = report.speech().map(speech -> speech.text().isEmpty()).orElse(false);
        return silent ? ExitCode.OTHER : ExitCode.OK;
    }

    private int fail(ExitCode code, String message) {
        environment.err().println("error: " + message);
        return code.value();
    }
}
