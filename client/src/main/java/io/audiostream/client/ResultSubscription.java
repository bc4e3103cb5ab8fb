package io.audiostream.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.proto.TranscriptionResponse;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Passes the results of a stream to a subscriber. A result that the subscriber has not requested waits on the thread of
 * its call, so that the client reads no more from the network. Thread-safe.
 */
final class ResultSubscription implements Flow.Subscription, TranscriptionListener {

    private final Flow.Subscriber<? super TranscriptionResponse> subscriber;

    @GuardedBy("this")
    private long demand;

    /** No signal follows. */
    @GuardedBy("this")
    private boolean ended;

    /** Ends the sources of the results: the stream and the audio. */
    @GuardedBy("this")
    private Runnable cancellation = () -> {};

    /** An error of the subscriber or of the audio, which replaces the error of the stream. */
    @GuardedBy("this")
    private @Nullable Throwable failure;

    ResultSubscription(Flow.Subscriber<? super TranscriptionResponse> subscriber) {
        this.subscriber = subscriber;
    }

    /** Adds what a cancellation ends. Runs it at once if the subscription has ended. */
    void onCancel(Runnable action) {
        synchronized (this) {
            Runnable others = cancellation;
            cancellation = () -> {
                others.run();
                action.run();
            };
            if (!ended && failure == null) {
                return;
            }
        }
        action.run();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("a subscriber requested " + n + " results; request at least 1"));
            currentCancellation().run();
            return;
        }
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            notifyAll();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            notifyAll();
        }
        currentCancellation().run();
    }

    /** Ends the stream with this error, which the subscriber gets when the stream has ended. */
    synchronized void fail(Throwable reason) {
        failure = failure == null ? reason : failure;
        notifyAll();
    }

    @Override
    public void onInterim(TranscriptionResponse interim) {
        pass(interim);
    }

    @Override
    public void onFinal(TranscriptionResponse result) {
        pass(result);
    }

    @Override
    public void onSpeechEvent(TranscriptionResponse event) {
        pass(event);
    }

    @Override
    public void onEnd() {
        end(null);
    }

    @Override
    public void onFailure(TranscriptionException error) {
        end(error);
    }

    private void end(@Nullable Throwable error) {
        Throwable reason;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            reason = failure == null ? error : failure;
        }
        if (reason == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(reason);
        }
    }

    private synchronized Runnable currentCancellation() {
        return cancellation;
    }

    private void pass(TranscriptionResponse response) {
        synchronized (this) {
            try {
                while (demand == 0 && !ended && failure == null) {
                    wait();
                }
            } catch (InterruptedException e) {
                // The client is closed, which ends the stream.
                Thread.currentThread().interrupt();
                return;
            }
            if (ended || failure != null) {
                return;
            }
            demand--;
        }
        subscriber.onNext(response);
    }
}
