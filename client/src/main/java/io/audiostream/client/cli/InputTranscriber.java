package io.audiostream.client.cli;

import com.google.protobuf.ByteString;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.Endpoint;
import io.audiostream.client.TranscriptionException;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.util.Optional;

/**
 * Transcribes the inputs of one run, one after another, over one connection.
 *
 * @param call how the audio is sent
 * @param quiet whether only finals and errors are printed
 */
record InputTranscriber(
        Environment environment,
        AudiostreamClient client,
        Endpoint endpoint,
        AudioMetadata metadata,
        Call call,
        OutputFormat format,
        Optional<OutputFiles> files,
        boolean quiet) {

    /** How the audio is sent. */
    enum Call {
        /** A stream at the pace of speech. */
        LIVE,
        /** A stream as fast as the service reads. */
        FAST,
        /** One message. */
        WHOLE
    }

    /** Transcribes one input and reports its failure. */
    ExitCode transcribe(String input, BatchPosition batch) throws InterruptedException {
        String prefix = batch.count() > 1 ? input + ": " : "";
        var transcript = new StringBuilder();
        try (AudioSource source = AudioSource.open(input, environment.in(), metadata)) {
            var printer = new ResultPrinter(
                    files.isPresent() ? transcript::append : environment::print,
                    format.writer(source.name()),
                    Displays.of(environment, quiet, batch, source.duration()),
                    call == Call.FAST);
            ExitCode code = transcribe(source, printer, prefix);
            save(input, transcript, code);
            if (code == ExitCode.OK && !printer.anyText() && !quiet) {
                environment.err().println("no speech was found in " + source.name());
            }
            return code;
        } catch (IOException e) {
            return fail(ExitCode.USAGE, prefix + FileErrors.message(e));
        } catch (OutputException e) {
            return environment.endWithBrokenOutput();
        }
    }

    private ExitCode transcribe(AudioSource source, ResultPrinter printer, String prefix)
            throws IOException, InterruptedException {
        try {
            if (call == Call.WHOLE) {
                sendWhole(source, printer);
            } else {
                Optional<Pacer> pacer =
                        call == Call.LIVE ? Optional.of(new Pacer(environment.ticker())) : Optional.empty();
                new LiveTranscription(client, metadata, environment.interruption()).run(source, pacer, printer);
            }
            return environment.interruption().isRequested() ? ExitCode.INTERRUPTED : ExitCode.OK;
        } catch (TranscriptionException e) {
            if (environment.isOutputBroken()) {
                return environment.endWithBrokenOutput();
            }
            if (environment.interruption().isRequested()) {
                return fail(ExitCode.INTERRUPTED, prefix + "stopped without the text of the last words");
            }
            Failure failure = Failure.of(e, endpoint);
            return fail(failure.exitCode(), prefix + failure.message());
        } finally {
            printer.end();
        }
    }

    private void sendWhole(AudioSource source, ResultPrinter printer) throws IOException, TranscriptionException {
        environment.interruption().onRequest(client::close);
        try {
            printer.onFinal(client.transcribe(AudioFile.newBuilder()
                    .setAudioData(ByteString.readFrom(source.bytes()))
                    .setFilename(source.name())
                    .setMetadata(metadata)
                    .build()));
        } finally {
            environment.interruption().clear();
        }
    }

    private void save(String input, CharSequence transcript, ExitCode code) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        if (code == ExitCode.OK) {
            report("wrote " + files.get().write(input, transcript));
        } else if (!transcript.isEmpty()) {
            environment.err().println("the text so far is in " + files.get().writePart(input, transcript));
        }
    }

    private void report(String message) {
        if (!quiet) {
            environment.err().println(message);
        }
    }

    private ExitCode fail(ExitCode exitCode, String message) {
        environment.err().println("error: " + message);
        return exitCode;
    }
}
