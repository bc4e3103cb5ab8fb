package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelChecksum;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gets a file from a URI. It grows in {@code PATH.part}, from where an interrupted fetch goes on, and takes its name
 * only when it is whole and has the right checksum.
 */
final class ModelFetcher {

    /** Waits between tries. */
    private static final List<Duration> BACK_OFF =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

    private static final String NOT_VERIFIED = "NOT verified: give its --sha256";

    /** Lets time pass. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final Download download;
    private final Pause pause;
    private final FetchProgress progress;

    /**
     * @param stalls breaks off transfers that hang
     * @param pause waits between tries
     */
    ModelFetcher(HttpClient http, ReadTimeout stalls, Pause pause, FetchProgress progress) {
        this.download = new Download(http, stalls, progress);
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Gets the file; does nothing when it is there. Waits while another process gets it to the same place.
     *
     * @param sha256 in hexadecimal; the file is not verified without
     * @throws FetchException when it can't be had
     */
    void fetch(URI uri, Optional<String> sha256, Path target) throws FetchException, InterruptedException {
        if (there(sha256, target)) {
            return;
        }
        makeFolder(target);
        try (TargetLock _ = TargetLock.of(target, pause, progress)) {
            // Another one may have fetched it while this one waited.
            if (!there(sha256, target)) {
                fetchLocked(uri, sha256, target);
            }
        }
    }

    private void fetchLocked(URI uri, Optional<String> sha256, Path target)
            throws FetchException, InterruptedException {
        progress.say("fetching " + uri);
        try (PartFile part = PartFile.open(target.resolveSibling(target.getFileName() + ".part"))) {
            boolean resumed = part.size() > 0;
            if (resumed && sha256.isEmpty()) {
                // Nothing would tell when what is left is the beginning of another file.
                part.clear();
            }
            transfer(uri, part);
            if (resumed && sha256.isPresent() && !part.sha256().equalsIgnoreCase(sha256.get())) {
                progress.say("what an earlier fetch left is of another file: starting over");
                part.clear();
                transfer(uri, part);
            }
            verify(uri, sha256, part);
            part.becomes(target);
            progress.say(target + " is there, " + part.size() + " bytes"
                    + (sha256.isPresent() ? ", checksum right" : ", " + NOT_VERIFIED));
        }
    }

    private static void makeFolder(Path target) throws FetchException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FetchException(target + " is no name for a file");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw PartFile.cannotWrite(folder, e);
        }
    }

    private boolean there(Optional<String> sha256, Path target) throws FetchException {
        if (!Files.exists(target)) {
            return false;
        }
        if (sha256.isEmpty()) {
            progress.say(target + " is there already, " + NOT_VERIFIED);
            return true;
        }
        if (sum(target).equalsIgnoreCase(sha256.get())) {
            progress.say(target + " is there already, checksum right");
            return true;
        }
        progress.say(target + " is there but is another file: replacing it");
        return false;
    }

    private void transfer(URI uri, PartFile part) throws FetchException, InterruptedException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "file" -> LocalCopy.into(part, uri, progress);
            case "http", "https" -> overHttp(uri, part);
            default -> throw new FetchException("'%s' can't be fetched: use https, http or file".formatted(uri));
        }
    }

    private void overHttp(URI uri, PartFile part) throws FetchException, InterruptedException {
        for (Duration wait : BACK_OFF) {
            try {
                download.into(part, uri);
                return;
            } catch (Download.TransientException e) {
                progress.say("%s; trying again in %d s".formatted(e.getMessage(), wait.toSeconds()));
                pause.of(wait);
            }
        }
        try {
            download.into(part, uri);
        } catch (Download.TransientException e) {
            String got = part.size() == 0 ? "" : "; the %d bytes that came are kept".formatted(part.size());
            throw new FetchException(
                    "%s; given up after %d tries%s".formatted(e.getMessage(), BACK_OFF.size() + 1, got), e);
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

    private static String sum(Path file) throws FetchException {
        try {
            return ModelChecksum.of(file);
        } catch (EngineException e) {
            throw new FetchException(String.valueOf(e.getMessage()), e);
        }
    }
}
