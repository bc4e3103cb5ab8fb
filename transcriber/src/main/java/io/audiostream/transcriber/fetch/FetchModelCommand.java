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

/** Gets a model file onto this machine. */
@Command(
        name = "fetch-model",
        description = {
            "Fetches a model file: resumed after an interruption, verified, there only as a whole.",
            "Several that fetch to one PATH take turns: one fetches, the others find it there.",
            "A model of several files: --uri, --sha256 and --file for each of them."
        },
        footer = {
            "",
            "Environment:",
            "  HTTPS_PROXY, HTTP_PROXY  proxy for addresses with https:// and http://, such as http://proxy:3128",
            "  NO_PROXY                 hosts and domains that are reached without it, separated by commas; *: all"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class FetchModelCommand implements Callable<Integer> {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "1..*")
    private List<Wanted> files;

    private static final class Wanted {

        @Option(names = "--uri", required = true, paramLabel = "URI", description = "https://, http:// or file:")
        private URI uri;

        @Option(names = "--sha256", paramLabel = "HEX", description = "checksum; the file is not verified without")
        private @Nullable String sha256;

        @Option(names = "--file", required = true, paramLabel = "PATH", description = "where the file is to be")
        private Path file;
    }

    @Override
    public Integer call() throws FetchException, InterruptedException {
        for (Wanted wanted : files) {
            if (wanted.sha256 != null && !wanted.sha256.matches("[0-9a-fA-F]{64}")) {
                throw new ParameterException(
                        spec.commandLine(), "--sha256: '" + wanted.sha256 + "' is not 64 hexadecimal digits");
            }
        }
        try (var stalls = new ReadTimeout(STALL_TIMEOUT);
                HttpClient http = HttpClient.newBuilder()
                        .proxy(ProxyConfig.ofEnvironment())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            boolean terminal = System.console() != null && System.console().isTerminal();
            var fetcher = new ModelFetcher(
                    http, stalls, Thread::sleep, new FetchProgress(System.err, terminal, System::nanoTime));
            for (Wanted wanted : files) {
                fetcher.fetch(wanted.uri, Optional.ofNullable(wanted.sha256), wanted.file);
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
