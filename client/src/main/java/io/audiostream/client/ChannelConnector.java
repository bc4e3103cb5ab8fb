package io.audiostream.client;

import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Opens the calls of one stream over a channel. All calls together share the deadline. */
final class ChannelConnector implements StreamConnector {

    private final AudioStreamServiceStub stub;
    private final ManagedChannel channel;
    private final ScheduledExecutorService timer;
    private final Optional<Deadline> deadline;

    /** @param limit maximum duration of the stream, from now */
    ChannelConnector(
            AudioStreamServiceStub stub,
            ManagedChannel channel,
            ScheduledExecutorService timer,
            Optional<Duration> limit) {
        this.stub = stub;
        this.channel = channel;
        this.timer = timer;
        this.deadline = limit.map(duration -> Deadline.after(duration.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void open(StreamAttempt attempt) {
        // The stream has its own delays. Without this, the channel fails new calls for up to two minutes.
        channel.resetConnectBackoff();
        deadline.map(stub::withDeadline).orElse(stub).streamAudio(attempt);
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        try {
            timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The client is closed. The call fails at once and ends the stream.
            task.run();
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
