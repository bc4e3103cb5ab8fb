package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The use of a model in a cache. The processes that use the model share a lock on a file in its folder, also those that
 * mount the cache read-only. The process that removes the model needs the lock for itself. The operating system
 * releases the locks of a process that ends. The time of the file is that of the last known use.
 */
public final class CacheUse implements AutoCloseable {
    static final String FILE = ".use";

    private static final Logger log = LoggerFactory.getLogger(CacheUse.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final @Nullable FileChannel channel;

    /** @param channel holds the lock; null: there is no lock to hold */
    private CacheUse(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Holds the model for a process that serves it; does nothing for a model that is in no cache. Waits while another
     * process removes the model. A file system without locks does not keep the process from serving.
     */
    public static CacheUse hold(Path model) {
        var file = CacheFolder.of(model).map(CacheUse::file).filter(Files::exists);
        if (file.isEmpty()) {
            return new CacheUse(model, null);
        }
        try {
            var channel = FileChannel.open(file.get(), StandardOpenOption.READ);
            channel.lock(0, Long.MAX_VALUE, true);
            return new CacheUse(file.get(), channel);
        } catch (IOException | OverlappingFileLockException e) {
            log.warn(
                    "cannot lock {}, so that other pods may remove the model from the cache while this one restarts: {}",
                    file.get(),
                    e.toString());
            return new CacheUse(file.get(), null);
        }
    }

    /**
     * Holds the model for a process that fetches it, and records the use. Waits while another process removes the
     * model.
     *
     * @throws FetchException when the cache cannot be written, or does not support locks
     */
    static CacheUse begin(CacheFolder folder, InstantSource clock, ModelFetcher.Pause pause, FetchProgress progress)
            throws FetchException, InterruptedException {
        var file = file(folder);
        try {
            Files.createDirectories(folder.path());
            var channel = open(file);
            var use = new CacheUse(file, channel);
            try {
                if (tryLock(channel, true).isEmpty()) {
                    progress.say("another pod removes the model from the cache: waiting for it");
                    do {
                        pause.of(POLL_INTERVAL);
                    } while (tryLock(channel, true).isEmpty());
                }
                touch(file, clock.instant());
                return use;
            } catch (IOException | InterruptedException | RuntimeException e) {
                use.close();
                throw e;
            }
        } catch (IOException e) {
            throw PartFile.cannotWrite(file, e);
        }
    }

    /** Records that the model is in use now. */
    void record(InstantSource clock) throws FetchException {
        try {
            touch(file, clock.instant());
        } catch (IOException e) {
            throw PartFile.cannotWrite(file, e);
        }
    }

    /** Returns the time of the last known use. A model without a record counts as used now. */
    static Instant last(CacheFolder folder, InstantSource clock) throws IOException {
        var file = file(folder);
        if (!Files.exists(file)) {
            open(file).close();
            touch(file, clock.instant());
        }
        return Files.getLastModifiedTime(file).toInstant();
    }

    /** Work that needs a model which no process uses. */
    interface Removal {
        void run() throws IOException;
    }

    /**
     * Runs the removal, unless a process uses the model, or has used it since the time that the caller knows of.
     * Records a use that it finds.
     *
     * @return whether the removal ran
     */
    static boolean ifUnused(CacheFolder folder, Instant lastUse, InstantSource clock, Removal removal)
            throws IOException {
        var file = file(folder);
        try (var channel = open(file)) {
            if (tryLock(channel, false).isEmpty()) {
                touch(file, clock.instant());
                return false;
            }
            if (Files.getLastModifiedTime(file).toInstant().isAfter(lastUse)) {
                return false;
            }
            removal.run();
            return true;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static Optional<FileLock> tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, shared));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held by another channel of this process
        }
    }

    private static void touch(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private static Path file(CacheFolder folder) {
        return folder.path().resolve(FILE);
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.warn("cannot release the lock of a model in the cache: {}", e.toString());
        }
    }
}
