package io.audiostream.client;

import com.google.protobuf.ByteString;
import java.util.concurrent.Flow;

/** Sends what a publisher of audio publishes, one item after another. */
final class AudioSubscriber implements Flow.Subscriber<ByteString> {

    private final AudioStream stream;
    private final ResultSubscription results;
    private Flow.Subscription audio = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    AudioSubscriber(AudioStream stream, ResultSubscription results) {
        this.stream = stream;
        this.results = results;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        audio = subscription;
        results.onCancel(subscription::cancel);
        subscription.request(1);
    }

    @Override
    public void onNext(ByteString item) {
        try {
            stream.send(item);
            audio.request(1);
        } catch (TranscriptionException | IllegalStateException e) {
            // The stream has ended, and the results tell why.
            audio.cancel();
        } catch (InterruptedException e) {
            audio.cancel();
            stream.close();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onError(Throwable failure) {
        results.fail(failure);
        stream.close();
    }

    @Override
    public void onComplete() {
        try {
            stream.finish();
        } catch (TranscriptionException | IllegalStateException e) {
            // The stream has ended, and the results tell why.
            return;
        } catch (InterruptedException e) {
            stream.close();
            Thread.currentThread().interrupt();
        }
    }
}
