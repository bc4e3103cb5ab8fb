package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelChecksum;
import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fetches a file from a URI. The bytes are collected in {@code PATH.part}, which a later fetch continues after an
 * interruption. The file gets its name only when it is complete and its checksum is correct.
 */
final class ModelFetcher {

    /** Pauses between attempts. */
    private static final List<Duration> BACK_OFF =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

    private static final String NOT_VERIFIED = "NOT verified: pass its --sha256";

    /** Sleeps; tests replace it. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final Download download;
    private final Pause pause;
    private final FetchProgress progress;

    /**
     * @param readTimeout aborts transfers that stall
     * @param pause sleeps between attempts
     */
    ModelFetcher(ModelServer server, ReadTimeout readTimeout, Pause pause, FetchProgress progress) {
        this.download = new Download(server, readTimeout, progress);
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Fetches the file, unless it exists. Waits while another process fetches it to the same path.
     *
     * @param sha256 in hexadecimal; without it the file is not verified
     * @throws FetchException when the file cannot be fetched
     * @throws SecretException when the credentials are missing or cannot be used
     */
    void fetch(URI uri, Optional<String> sha256, Path target)
            throws FetchException, SecretException, InterruptedException {
        if (exists(sha256, target)) {
            return;
        }
        createFolder(target);
        try (var _ = TargetLock.of(target, pause, progress)) {
            // Another process may have fetched it in the meantime.
            if (!exists(sha256, target)) {
                fetchLocked(uri, sha256, target);
            }
        }
    }

    private void fetchLocked(URI uri, Optional<String> sha256, Path target)
            throws FetchException, SecretException, InterruptedException {
        progress.say("fetching " + uri);
        try (var part = PartFile.open(target.resolveSibling(target.getFileName() + ".part"))) {
            boolean resumed = part.size() > 0;
            if (resumed && sha256.isEmpty()) {
                // Without a checksum, the bytes of an earlier fetch might be those of another file.
                part.clear();
            }
            transfer(uri, part);
            if (resumed && sha256.isPresent() && !part.sha256().equalsIgnoreCase(sha256.get())) {
                progress.say("the bytes of an earlier fetch are those of another file: starting over");
                part.clear();
                transfer(uri, part);
            }
            verify(uri, sha256, part);
            part.moveTo(target);
            progress.say(target + " is complete, " + part.size() + " bytes"
                    + (sha256.isPresent() ? ", the checksum is correct" : ", " + NOT_VERIFIED));
        }
    }

    private static void createFolder(Path target) throws FetchException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FetchException(target + " is not a path of a file");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw PartFile.cannotWrite(folder, e);
        }
    }

    private boolean exists(Optional<String> sha256, Path target) throws FetchException {
        if (!Files.exists(target)) {
            return false;
        }
        if (sha256.isEmpty()) {
            progress.say(target + " already exists, " + NOT_VERIFIED);
            return true;
        }
        if (checksum(target).equalsIgnoreCase(sha256.get())) {
            progress.say(target + " already exists, the checksum is correct");
            return true;
        }
        progress.say(target + " exists but is another file: replacing it");
        return false;
    }

    private void transfer(URI uri, PartFile part) throws FetchException, SecretException, InterruptedException {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "file" -> LocalCopy.into(part, uri, progress);
            case "http", "https" -> transferByHttp(uri, part);
            default -> throw new FetchException("'%s' cannot be fetched: use https, http or file".formatted(uri));
        }
    }

    private void transferByHttp(URI uri, PartFile part) throws FetchException, SecretException, InterruptedException {
        for (Duration wait : BACK_OFF) {
            try {
                download.into(part, uri);
                return;
            } catch (Download.TransientException e) {
                progress.say("%s; retrying in %d s".formatted(e.getMessage(), wait.toSeconds()));
                pause.of(wait);
            }
        }
        try {
            download.into(part, uri);
        } catch (Download.TransientException e) {
            String kept = part.size() == 0 ? "" : "; the %d bytes received are kept".formatted(part.size());
            throw new FetchException(
                    "%s; gave up after %d attempts%s".formatted(e.getMessage(), BACK_OFF.size() + 1, kept), e);
        }
    }

    private static void verify(URI uri, Optional<String> sha256, PartFile part) throws FetchException {
        String found = part.sha256();
        if (sha256.isPresent() && !found.equalsIgnoreCase(sha256.get())) {
            part.delete();
            throw new FetchException("%s has the sha256 %s, not %s: the address or the checksum is wrong"
                    .formatted(uri, found, sha256.get()));
        }
    }

    private static String checksum(Path file) throws FetchException {
        try {
            return ModelChecksum.of(file);
        } catch (EngineException e) {
            throw new FetchException(String.valueOf(e.getMessage()), e);
        }
    }
}
