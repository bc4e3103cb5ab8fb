package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which service to call, and how. */
final class ConnectionArguments {

    @Option(
            names = "--endpoint",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where the service listens, for example localhost:50051.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: it is required
    private Endpoint endpoint;

    @Option(names = "--tls", description = "Encrypt the connection and check the server's certificate.")
    private boolean tls;

    @Option(
            names = "--ca",
            paramLabel = "PEM",
            description = "Trust the authorities in this file instead of the Java platform's; implies --tls.")
    private @Nullable Path trustedCertificates;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            description = "Give up after this time, such as 30s or 5m. Without it a call takes as long as it takes.")
    private @Nullable Duration deadline;

    Endpoint endpoint() {
        return endpoint;
    }

    /** @throws IOException when the certificates can't be read */
    AudiostreamClient connect() throws IOException {
        ConnectionOptions options = tls || trustedCertificates != null
                ? ConnectionOptions.encrypted(Optional.ofNullable(trustedCertificates))
                : ConnectionOptions.plaintext();
        return AudiostreamClient.connect(endpoint, deadline == null ? options : options.withDeadline(deadline));
    }
}
