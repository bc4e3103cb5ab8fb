package io.audiostream.client.cli;

import io.audiostream.client.AudioStream;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.TranscriptionException;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Streams one source to the service until its end, or until the user ends it. */
final class LiveTranscription {

    /** Maximum wait for the finals of what was said before the user ended the stream. */
    static final Duration MAX_WAIT_FOR_FINALS = Duration.ofSeconds(10);

    private final AudiostreamClient client;
    private final AudioMetadata metadata;
    private final Interruption interruption;

    LiveTranscription(AudiostreamClient client, AudioMetadata metadata, Interruption interruption) {
        this.client = client;
        this.metadata = metadata;
        this.interruption = interruption;
    }

    /** Returns after the last final. An interruption finishes the stream, so that its last words become final. */
    void run(AudioSource source, Optional<Pacer> pacer, ResultPrinter printer)
            throws IOException, TranscriptionException, InterruptedException {
        try (AudioStream stream = client.openStream(metadata, printer)) {
            var pump = new AudioPump(source, stream, pacer, printer::onSent);
            pump.start();
            interruption.onRequest(() -> stop(stream, pump, printer));
            try {
                stream.awaitEnd();
            } catch (TranscriptionException e) {
                // The pump cancels the stream if it cannot read the audio: report that error then.
                if (pump.readFailure().isPresent()) {
                    throw pump.readFailure().get();
                }
                throw e;
            }
        } finally {
            interruption.clear();
        }
    }

    private static void stop(AudioStream stream, AudioPump pump, ResultPrinter printer) {
        if (printer.isDisconnected()) {
            // The service has nothing to say soon.
            stream.close();
            return;
        }
        printer.message("stopping after the last words; Ctrl-C again to stop at once");
        pump.stop();
        try {
            if (!stream.awaitEnd(MAX_WAIT_FOR_FINALS)) {
                stream.close();
            }
        } catch (TranscriptionException e) {
            // The command waits for the stream too, and reports the error.
            return;
        } catch (InterruptedException e) {
            stream.close();
            Thread.currentThread().interrupt();
        }
    }
}
