package io.audiostream.transcriber.ffmpeg;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.audio.Transcoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg process of one stream. Three platform threads move its bytes, because a read of a pipe would hold the
 * carrier of a virtual thread. At most {@value #MAX_INPUT_BYTES} bytes of input and {@value #MAX_OUTPUT_BYTES} of
 * output are queued, so a session that stops reading stops ffmpeg, and a stalled ffmpeg holds the client back.
 */
final class FfmpegProcess implements Transcoder {

    private static final int MAX_INPUT_BYTES = 64 << 10;
    private static final int MAX_OUTPUT_BYTES = 256 << 10;
    private static final int READ_BYTES = 64 << 10;
    private static final int WRITE_BYTES = 8 << 10;

    private final Process process;
    private final Runnable onProgress;
    private final Duration timeout;
    private final Messages messages = new Messages();
    private final ScheduledFuture<?> watch;

    @GuardedBy("this")
    private final Queue<ByteBuffer> input = new ArrayDeque<>();

    /** Bytes that ffmpeg has not taken. */
    @GuardedBy("this")
    private int inputBytes;

    @GuardedBy("this")
    private boolean inputEnded;

    /** Whether ffmpeg ended before it had read all input. */
    @GuardedBy("this")
    private boolean inputRefused;

    @GuardedBy("this")
    private final Queue<ByteBuffer> output = new ArrayDeque<>();

    @GuardedBy("this")
    private int outputBytes;

    @GuardedBy("this")
    private @Nullable Integer exitStatus;

    @GuardedBy("this")
    private long lastProgress = System.nanoTime();

    @GuardedBy("this")
    private boolean timedOut;

    @GuardedBy("this")
    private boolean closed;

    /** @param timeout time without progress after which the process is killed */
    FfmpegProcess(Process process, Runnable onProgress, ScheduledExecutorService timer, Duration timeout) {
        this.process = process;
        this.onProgress = onProgress;
        this.timeout = timeout;
        long period = Math.max(1, timeout.toMillis() / 4);
        watch = timer.scheduleWithFixedDelay(this::killStuck, period, period, TimeUnit.MILLISECONDS);
        Thread errors = start("stderr", () -> messages.read(process.getErrorStream()));
        start("stdin", this::writeInput);
        start("stdout", () -> readOutput(errors));
    }

    private Thread start(String stream, Runnable task) {
        return Thread.ofPlatform()
                .daemon()
                .name("ffmpeg-%d-%s".formatted(process.pid(), stream))
                .start(task);
    }

    @Override
    public synchronized boolean accepts() {
        return inputBytes < MAX_INPUT_BYTES;
    }

    @Override
    public synchronized void write(ByteBuffer bytes) {
        if (bytes.hasRemaining() && exitStatus == null) {
            if (inputBytes == 0) {
                lastProgress = System.nanoTime(); // it had nothing to do before
            }
            input.add(bytes);
            inputBytes += bytes.remaining();
            notifyAll();
        } else if (bytes.hasRemaining()) {
            inputRefused = true;
        }
    }

    @Override
    public synchronized void end() {
        inputEnded = true;
        lastProgress = System.nanoTime();
        notifyAll();
    }

    @Override
    public synchronized boolean hasOutput() {
        return !output.isEmpty();
    }

    @Override
    public synchronized @Nullable ByteBuffer read() {
        ByteBuffer next = output.poll();
        if (next != null) {
            outputBytes -= next.remaining();
            lastProgress = System.nanoTime();
            notifyAll();
        }
        return next;
    }

    @Override
    public synchronized boolean finished() {
        return exitStatus != null && output.isEmpty();
    }

    @Override
    public synchronized Optional<String> problem() {
        if (timedOut) {
            return Optional.of("the decoder made no progress for " + timeout.toSeconds() + " s");
        }
        if (exitStatus == null || exitStatus == 0 && messages.isEmpty() && !inputRefused) {
            return Optional.empty();
        }
        if (messages.isEmpty()) {
            return Optional.of(
                    exitStatus == 0 ? "other data follows the audio" : "the decoder ended with status " + exitStatus);
        }
        return Optional.of(messages.text());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            input.clear();
            inputBytes = 0;
            notifyAll();
        }
        watch.cancel(false);
        process.destroyForcibly();
    }

    private void writeInput() {
        try (OutputStream stdin = process.getOutputStream()) {
            for (ByteBuffer next = takeInput(); next != null; next = takeInput()) {
                write(next, stdin);
            }
        } catch (IOException e) {
            // ffmpeg has ended. Its exit status and its messages tell why.
            refuseInput();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts this thread", e);
        }
    }

    private synchronized @Nullable ByteBuffer takeInput() throws InterruptedException {
        while (input.isEmpty() && !inputEnded && !closed && exitStatus == null) {
            wait();
        }
        return closed ? null : input.poll();
    }

    private void write(ByteBuffer bytes, OutputStream stdin) throws IOException {
        byte[] piece = new byte[Math.min(WRITE_BYTES, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int length = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, length);
            stdin.write(piece, 0, length);
            stdin.flush();
            if (inputTaken(length)) {
                onProgress.run();
            }
        }
    }

    /** Returns whether the transcoder accepts input again. */
    private synchronized boolean inputTaken(int bytes) {
        boolean accepted = accepts();
        inputBytes = Math.max(0, inputBytes - bytes);
        lastProgress = System.nanoTime();
        return !accepted && accepts();
    }

    private void refuseInput() {
        synchronized (this) {
            inputRefused = true;
            input.clear();
            inputBytes = 0;
        }
        onProgress.run();
    }

    private void readOutput(Thread errors) {
        try {
            try (InputStream stdout = process.getInputStream()) {
                byte[] bytes = new byte[READ_BYTES];
                for (int read = stdout.read(bytes); read >= 0; read = stdout.read(bytes)) {
                    addOutput(ByteBuffer.wrap(bytes.clone(), 0, read));
                }
            } catch (IOException e) {
                // The process was killed.
                messages.add("its output cannot be read: " + e.getMessage());
            }
            int status = process.waitFor();
            errors.join();
            ended(status);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts this thread", e);
        }
    }

    private void addOutput(ByteBuffer bytes) throws InterruptedException {
        boolean first;
        synchronized (this) {
            while (outputBytes >= MAX_OUTPUT_BYTES && !closed) {
                wait();
            }
            lastProgress = System.nanoTime();
            first = output.isEmpty();
            if (!closed) {
                output.add(bytes);
                outputBytes += bytes.remaining();
            }
        }
        if (first) {
            onProgress.run();
        }
    }

    private void ended(int status) {
        watch.cancel(false);
        synchronized (this) {
            exitStatus = status;
            inputRefused |= !input.isEmpty();
            input.clear();
            inputBytes = 0;
            notifyAll();
        }
        onProgress.run();
    }

    /** Kills a process that has input, or the end of it, and space for its output, but makes no progress. */
    private void killStuck() {
        synchronized (this) {
            boolean works = (inputBytes > 0 || inputEnded) && outputBytes < MAX_OUTPUT_BYTES;
            if (!works || System.nanoTime() - lastProgress < timeout.toNanos()) {
                return;
            }
            timedOut = true;
        }
        process.destroyForcibly();
    }
}
