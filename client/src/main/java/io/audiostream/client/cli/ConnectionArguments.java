package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Endpoint;
import io.audiostream.client.ResumePolicy;
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
            defaultValue = "${env:AUDIOSTREAM_ENDPOINT:-localhost:50051}",
            paramLabel = "HOST:PORT",
            description = "Address of the service (default: the environment variable AUDIOSTREAM_ENDPOINT, else"
                    + " localhost:50051).")
    @SuppressWarnings("NullAway.Init") // picocli sets options with a default
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

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Longest wait for a connection, at the start and after it breaks, such as 30s, or 0s to fail"
                    + " at once (default: 10s at the start, 2m later).")
    private @Nullable Duration wait;

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
            if (wait != null) {
                options.resume(ResumePolicy.DEFAULT.withTimeouts(wait, wait));
            }
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
