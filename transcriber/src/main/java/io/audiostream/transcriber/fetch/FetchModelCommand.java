package io.audiostream.transcriber.fetch;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Downloads a model's files, or copies them from this machine. */
@Command(
        name = "fetch-model",
        description = {
            "Fetches a model file. Resumes interrupted downloads, and verifies the checksum.",
            "The file appears at PATH only when it is complete.",
            "Of several processes that fetch to the same PATH, one fetches and the others wait for it.",
            "For a model of several files, repeat --uri, --sha256 and --file for each file."
        },
        footer = {
            "",
            "Environment:",
            "  HTTPS_PROXY, HTTP_PROXY  proxy for https:// and http:// addresses, such as http://proxy:3128",
            "  NO_PROXY                 hosts and domains to reach without the proxy, separated by commas; *: all"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class FetchModelCommand implements Callable<Integer> {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "1..*")
    private List<ModelFile> files;

    private static final class ModelFile {

        @Option(names = "--uri", required = true, paramLabel = "URI", description = "https://, http:// or file:")
        private URI uri;

        @Option(
                names = "--sha256",
                paramLabel = "HEX",
                description = "SHA-256 of the file, in hexadecimal. Without it the file is not verified.")
        private @Nullable String sha256;

        @Option(names = "--file", required = true, paramLabel = "PATH", description = "path of the fetched file")
        private Path path;
    }

    @Override
    public Integer call() throws FetchException, InterruptedException {
        for (ModelFile file : files) {
            if (file.sha256 != null && !file.sha256.matches("[0-9a-fA-F]{64}")) {
                throw new ParameterException(
                        spec.commandLine(), "--sha256: '" + file.sha256 + "' is not 64 hexadecimal digits");
            }
        }
        try (var readTimeout = new ReadTimeout(READ_TIMEOUT);
                var http = HttpClient.newBuilder()
                        .proxy(ProxyConfig.ofEnvironment())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            boolean terminal = System.console() != null && System.console().isTerminal();
            var fetcher = new ModelFetcher(
                    http, readTimeout, Thread::sleep, new FetchProgress(System.err, terminal, System::nanoTime));
            for (ModelFile file : files) {
                fetcher.fetch(file.uri, Optional.ofNullable(file.sha256), file.path);
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
