package io.audiostream.transcriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.audiostream.commandline.CommandLines;
import io.audiostream.commandline.InvalidEnvironmentException;
import io.audiostream.commandline.LogConfig;
import io.audiostream.commandline.ManifestVersion;
import io.audiostream.transcriber.auth.CheckSecretsCommand;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.fetch.FetchException;
import io.audiostream.transcriber.fetch.FetchModelCommand;
import io.audiostream.transcriber.ffmpeg.FfmpegException;
import io.audiostream.transcriber.secrets.SecretException;
import io.audiostream.transcriber.silero.SileroException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry point of the transcriber: {@code serve}, {@code fetch-model} and {@code check-secrets}. Exit codes: 0 success,
 * 1 failure, 2 usage error.
 */
@Command(
        name = "audiostream-transcriber",
        description = "Transcribes live speech with Whisper and streams the text back over gRPC.",
        mixinStandardHelpOptions = true,
        versionProvider = TranscriberMain.Version.class,
        subcommands = {ServeCommand.class, FetchModelCommand.class, CheckSecretsCommand.class})
public final class TranscriberMain {

    private static final List<Class<? extends Exception>> EXPECTED_FAILURES = List.of(
            IOException.class,
            EngineException.class,
            FetchException.class,
            SileroException.class,
            FfmpegException.class,
            SecretException.class);

    private TranscriberMain() {}

    public static void main(String[] args) {
        System.exit(run(System.getenv(), new PrintWriter(System.err, true, UTF_8), args));
    }

    /** Runs the command line and returns its exit code. Prints an invalid variable of the log to {@code err}. */
    static int run(Map<String, String> environment, PrintWriter err, String... args) {
        try {
            LogConfig.check(environment);
        } catch (InvalidEnvironmentException e) {
            err.println("error: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        var commandLine = new CommandLine(new TranscriberMain()).setErr(err);
        return CommandLines.execute(CommandLines.configure(commandLine, EXPECTED_FAILURES), args);
    }

    static final class Version extends ManifestVersion {
        Version() {
            super("audiostream-transcriber");
        }
    }
}
