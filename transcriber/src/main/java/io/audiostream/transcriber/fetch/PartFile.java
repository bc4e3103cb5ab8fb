package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An incomplete file, and the SHA-256 of its bytes so far. Not thread-safe. */
final class PartFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long size;

    private PartFile(Path path, FileChannel channel, MessageDigest digest) {
        this.path = path;
        this.channel = channel;
        this.digest = digest;
    }

    /**
     * Opens the file, or creates it. Reads the bytes that it holds.
     *
     * @throws FetchException when the file cannot be written or read
     */
    static PartFile open(Path path) throws FetchException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var part = new PartFile(path, channel, digest);
            try (InputStream in = Files.newInputStream(path)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (long existing = channel.size(); part.size < existing; ) {
                    int n = in.read(buffer);
                    if (n < 0) {
                        break;
                    }
                    digest.update(buffer, 0, n);
                    part.size += n;
                }
            }
            channel.position(part.size);
            return part;
        } catch (IOException e) {
            throw cannotWrite(path, e);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Size of the file, in bytes. */
    long size() {
        return size;
    }

    void append(byte[] bytes, int length) throws FetchException {
        try {
            var rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
        digest.update(bytes, 0, length);
        size += length;
    }

    /** Discards all bytes. */
    void clear() throws FetchException {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
        digest.reset();
        size = 0;
    }

    /** SHA-256 of the bytes so far, in lower-case hexadecimal. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new LinkageError("the JDK's SHA-256 can be cloned", e);
        }
    }

    /** Writes the file to the disk, then moves it atomically to its final path. */
    void moveTo(Path target) throws FetchException {
        try {
            channel.force(true);
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    void delete() throws FetchException {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    @Override
    public void close() throws FetchException {
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    static FetchException cannotWrite(Path path, IOException e) {
        String reason = switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
        return new FetchException("cannot write %s: %s%s".formatted(path, reason, advice(reason)), e);
    }

    private static String advice(String reason) {
        return switch (reason) {
            case "permission denied" -> ": give write permission to the user of this process";
            case "Read-only file system" -> ": mount the volume read-write";
            case "No space left on device" -> ": free some space, or use a larger volume";
            default -> "";
        };
    }

    /** Free space on the file's disk, in bytes; -1 when it is not known. */
    long freeBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }
}
