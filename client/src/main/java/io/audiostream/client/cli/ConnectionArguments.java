package io.audiostream.client.cli;

import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Credentials;
import io.audiostream.client.Endpoint;
import io.audiostream.client.ResumePolicy;
import io.audiostream.commandline.InvalidEnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that name the service and configure the connection to it. */
final class ConnectionArguments {

    private static final String ENDPOINT_VARIABLE = "AUDIOSTREAM_ENDPOINT";
    private static final String API_KEY_VARIABLE = "AUDIOSTREAM_API_KEY";
    private static final String DEFAULT_ENDPOINT = "localhost:50051";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            description = "Address of the service (default: the environment variable AUDIOSTREAM_ENDPOINT, else"
                    + " localhost:50051).")
    private @Nullable Endpoint endpoint;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "File with the API key or token to send (default: the environment variable"
                    + " AUDIOSTREAM_API_KEY, else none).")
    private @Nullable Path apiKeyFile;

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

    /** @throws InvalidEnvironmentException if the variable with the endpoint has another form */
    Endpoint endpoint(Environment environment) {
        if (endpoint != null) {
            return endpoint;
        }
        String text = environment.variable(ENDPOINT_VARIABLE).orElse(DEFAULT_ENDPOINT);
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidEnvironmentException(
                    "environment variable " + ENDPOINT_VARIABLE + ": " + e.getMessage(), e);
        }
    }

    /**
     * Creates the client.
     *
     * @throws IOException if the certificates or the key cannot be read
     * @throws ParameterException if an option is out of bounds; the message names value, bound and remedy
     */
    AudiostreamClient connect(Environment environment) throws IOException {
        if (trustedCertificates != null && !Files.isRegularFile(trustedCertificates)) {
            throw new IOException("there is no file '" + trustedCertificates + "' for --ca");
        }
        return AudiostreamClient.connect(endpoint(environment), options(environment));
    }

    private Optional<Credentials> credentials(Environment environment) throws IOException {
        try {
            Optional<String> key = apiKeyFile == null
                    ? environment.variable(API_KEY_VARIABLE)
                    : Optional.of(Files.readString(apiKeyFile));
            return key.map(text -> Credentials.apiKey(text.strip()));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file '" + apiKeyFile + "' for --api-key-file", e);
        } catch (IOException e) {
            throw new IOException("--api-key-file '" + apiKeyFile + "' cannot be read: " + FileErrors.message(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    (apiKeyFile == null ? "environment variable " + API_KEY_VARIABLE : "--api-key-file " + apiKeyFile)
                            + ": " + e.getMessage(),
                    e);
        }
    }

    private ConnectionOptions options(Environment environment) throws IOException {
        ConnectionOptions.Builder options = ConnectionOptions.builder().tls(tls || trustedCertificates != null);
        if (trustedCertificates != null) {
            options.trustedCertificates(trustedCertificates);
        }
        if (deadline != null) {
            options.deadline(deadline);
        }
        credentials(environment).ifPresent(options::credentials);
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
