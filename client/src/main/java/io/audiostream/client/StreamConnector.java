package io.audiostream.client;

import java.time.Duration;

/** Opens the calls of a stream. */
interface StreamConnector {

    /** Starts a call at once. Its result goes to the attempt, from another thread. */
    void open(StreamAttempt attempt);

    /** Runs a task after a delay, on a thread of the client. */
    void schedule(Runnable task, Duration delay);

    /** Nanoseconds since an arbitrary origin. */
    long nanoTime();
}
