package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Entries of the Secret of --credentials, one kind of these:",
            "  token                    bearer token, or value of the header of --credentials-header",
            "  username, password       sent by the scheme Basic",
            "  query                    added to the query of the address, such as a shared access signature",
            "  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN",
            "                           keys of a store with the API of Amazon S3; require --s3-region",
            "The target of a redirect to another server gets no credentials.",
            "",
            "Environment:",
            "  HTTPS_PROXY, HTTP_PROXY  proxy for https:// and http:// addresses, such as http://proxy:3128",
            "  NO_PROXY                 hosts and domains to reach without the proxy, separated by commas; *: all",
            "  " + FetchStatusConfig.PORT,
            "                           port that serves the progress at /statusz (default: none)"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class FetchModelCommand implements Callable<Integer> {

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

    @ArgGroup(exclusive = false)
    private ServerAccess access = new ServerAccess();

    @Mixin
    private CacheOptions cache;

    @Option(
            names = "--result",
            paramLabel = "PATH",
            description = "File to write the size of the fetched files to, as JSON: {\"bytes\":123}.")
    private @Nullable Path result;

    @Override
    public Integer call() throws FetchException, SecretException, InterruptedException {
        for (ModelFile file : files) {
            if (file.sha256 != null && !file.sha256.matches("[0-9a-fA-F]{64}")) {
                throw new ParameterException(
                        spec.commandLine(), "--sha256: '" + file.sha256 + "' is not 64 hexadecimal digits");
            }
        }
        cache.check(spec.commandLine(), files.getFirst().path);
        boolean terminal = System.console() != null && System.console().isTerminal();
        var progress = new FetchProgress(System.err, terminal, System::nanoTime);
        try (var readTimeout = new ReadTimeout(READ_TIMEOUT);
                var http = access.client();
                var _ = statusServer(progress)) {
            var server = new ModelServer(http, READ_TIMEOUT, access.authorization(spec.commandLine()));
            var fetcher = new ModelFetcher(server, readTimeout, Thread::sleep, progress);
            var pruner = new CachePruner(cache.bounds(), InstantSource.system(), progress);
            new CachedFetch(pruner, InstantSource.system(), Thread::sleep, progress)
                    .run(files.getFirst().path, () -> fetchAll(fetcher));
        }
        if (result != null) {
            FetchResult.write(result, files.stream().map(file -> file.path).toList());
        }
        return CommandLine.ExitCode.OK;
    }

    /** Returns null without a port. A port in use is no reason not to fetch. */
    private static @Nullable FetchStatusServer statusServer(FetchProgress progress) {
        var port = FetchStatusConfig.portOfEnvironment();
        if (port.isEmpty()) {
            return null;
        }
        try {
            return FetchStatusServer.start(port.getAsInt(), progress::latest);
        } catch (IOException e) {
            progress.say("cannot serve the progress at port %d: %s".formatted(port.getAsInt(), e.getMessage()));
            return null;
        }
    }

    private void fetchAll(ModelFetcher fetcher) throws FetchException, SecretException, InterruptedException {
        for (ModelFile file : files) {
            fetcher.fetch(file.uri, Optional.ofNullable(file.sha256), file.path);
        }
    }
}
