package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelChecksum;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gets a file from a URI. It grows in {@code PATH.part}, from where an interrupted fetch goes on, and takes its name only
 * when it is whole and has the right checksum.
 */
final class ModelFetcher {

    /** Waits between tries. */
    private static final List<Duration> BACK_OFF =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

    /** Lets time pass. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final Download download;
    private final Pause pause;
    private final FetchProgress progress;

    ModelFetcher(HttpClient http, Pause pause, FetchProgress progress) {
        this.download = new Download(http, progress);
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Gets the file; does nothing when it is there.
     *
     * @param sha256 in hexadecimal; the file is not verified without
     * @throws FetchException when it can't be had
     */
    void fetch(URI uri, Optional<String> sha256, Path target) throws FetchException, InterruptedException {
        if (there(sha256, target)) {
            return;
        }
        progress.say("fetching " + uri);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            boolean resumed = Files.exists(part);
            transfer(uri, part);
            if (sha256.isPresent() && resumed && !matches(part, sha256.get())) {
                progress.say("what an earlier fetch left is of another file: starting over");
                Files.delete(part);
                transfer(uri, part);
            }
            verify(uri, sha256, part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FetchException("cannot write " + target + ": " + e, e);
        }
        progress.say(target + " is there, " + size(target) + " bytes"
                + (sha256.isPresent() ? ", checksum right" : ", NOT verified: give its --sha256"));
    }

    private static long size(Path file) throws FetchException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new FetchException("cannot read " + file + ": " + e, e);
        }
    }

    private boolean there(Optional<String> sha256, Path target) throws FetchException {
        if (!Files.exists(target)) {
            return false;
        }
        if (sha256.isEmpty() || matches(target, sha256.get())) {
            progress.say(target + " is there already");
            return true;
        }
        progress.say(target + " is there but is another file: replacing it");
        return false;
    }

    private void transfer(URI uri, Path part) throws FetchException, InterruptedException, IOException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "file" -> copy(Path.of(uri), part);
            case "http", "https" -> overHttp(uri, part);
            default -> throw new FetchException("'%s' can't be fetched: use https, http or file".formatted(uri));
        }
    }

    private static void copy(Path from, Path part) throws FetchException, IOException {
        if (!Files.isRegularFile(from)) {
            throw new FetchException("there is no file " + from);
        }
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
    }

    private void overHttp(URI uri, Path part) throws FetchException, InterruptedException {
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
            throw new FetchException("%s; given up after %d tries".formatted(e.getMessage(), BACK_OFF.size() + 1), e);
        }
    }

    private static void verify(URI uri, Optional<String> sha256, Path part) throws FetchException, IOException {
        if (sha256.isPresent()) {
            String found = sum(part);
            if (!found.equalsIgnoreCase(sha256.get())) {
                Files.delete(part);
                throw new FetchException("%s has the sha256 %s, not %s: the address or the checksum is wrong"
                        .formatted(uri, found, sha256.get()));
            }
        }
    }

    private static boolean matches(Path file, String sha256) throws FetchException {
        return sum(file).equalsIgnoreCase(sha256);
    }

    private static String sum(Path file) throws FetchException {
        try {
            return ModelChecksum.of(file);
        } catch (EngineException e) {
            throw new FetchException(String.valueOf(e.getMessage()), e);
        }
    }
}
