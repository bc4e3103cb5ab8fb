package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time fetch a file, on this machine or on another that mounts the same volume. The system lets
 * go for a process that dies. The file of the lock stays: taking it away would give two of those that wait a lock of
 * their own.
 */
final class TargetLock implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path path;
    private final FileChannel channel;

    private TargetLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Waits until nobody else fetches the file; for as long as that takes.
     *
     * @throws FetchException when the volume can't be written or has no locks
     */
    static TargetLock of(Path target, ModelFetcher.Pause pause, FetchProgress progress)
            throws FetchException, InterruptedException {
        Path path = target.resolveSibling(target.getFileName() + ".lock");
        TargetLock lock = open(path);
        try {
            if (lock.tryLock() == null) {
                progress.say("another pod or process is fetching %s: waiting for it".formatted(target.getFileName()));
                do {
                    pause.of(BETWEEN_LOOKS);
                } while (lock.tryLock() == null);
            }
            return lock;
        } catch (FetchException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static TargetLock open(Path path) throws FetchException {
        try {
            return new TargetLock(path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw PartFile.cannotWrite(path, e);
        }
    }

    private @Nullable FileLock tryLock() throws FetchException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // Held by this very process.
        } catch (IOException e) {
            throw new FetchException(
                    "cannot lock %s (%s): take a volume whose file system has locks".formatted(path, e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() throws FetchException {
        try {
            channel.close();
        } catch (IOException e) {
            throw PartFile.cannotWrite(path, e);
        }
    }
}
