package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that name the service and configure the connection to it. */
final class ConnectionArguments {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--endpoint",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Address of the service, for example localhost:50051.")
    @SuppressWarnings("NullAway.Init") // picocli sets required options
    private Endpoint endpoint;

    @Option(
            names = "--tls",
            description = "Encrypt the connection and verify the server's certificate (default: plaintext).")
    private boolean tls;

    @Option(
            names = "--ca",
            paramLabel = "PEM",
            description = "File of the certificate authorities to trust (default: the Java platform's). Implies --tls.")
    private @Nullable Path trustedCertificates;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            description =
                    "Longest duration of the call, such as 30s or 5m (default: no limit; with --file the length of the"
                            + " recording, at least 30s).")
    private @Nullable Duration deadline;

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Creates the client.
     *
     * @throws IOException if the certificates cannot be read
     * @throws ParameterException if an option is out of bounds; the message names value, bound and remedy
     */
    AudiostreamClient connect() throws IOException {
        return AudiostreamClient.connect(endpoint, options());
    }

    private ConnectionOptions options() {
        ConnectionOptions.Builder options = ConnectionOptions.builder().tls(tls || trustedCertificates != null);
        if (trustedCertificates != null) {
            options.trustedCertificates(trustedCertificates);
        }
        if (deadline != null) {
            options.deadline(deadline);
        }
        try {
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
