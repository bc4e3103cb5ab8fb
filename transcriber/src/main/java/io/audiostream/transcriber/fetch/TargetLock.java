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
 * A lock that one process holds while it fetches a file. It excludes processes on this machine and on others that mount
 * the same volume. The operating system releases the lock of a process that dies. The lock's file is never deleted:
 * otherwise two waiting processes could lock two different files.
 */
final class TargetLock implements AutoCloseable {

    static final String SUFFIX = ".lock";

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Path path;
    private final FileChannel channel;

    private TargetLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Acquires the lock. Waits as long as another process holds it.
     *
     * @throws FetchException when the volume cannot be written, or does not support locks
     */
    static TargetLock of(Path target, ModelFetcher.Pause pause, FetchProgress progress)
            throws FetchException, InterruptedException {
        Path path = target.resolveSibling(target.getFileName() + SUFFIX);
        TargetLock lock = open(path);
        try {
            if (lock.tryLock() == null) {
                progress.say("another pod or process is fetching %s: waiting for it".formatted(target.getFileName()));
                do {
                    pause.of(POLL_INTERVAL);
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
            return null; // held by another thread of this process
        } catch (IOException e) {
            throw new FetchException(
                    "cannot lock %s (%s): use a volume whose file system supports locks"
                            .formatted(path, e.getMessage()),
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
