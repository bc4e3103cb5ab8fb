package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** Occupies a thread of an executor until it is released, so that later tasks wait. */
final class OccupiedThread {

    private OccupiedThread() {}

    /** Returns when the thread is occupied. */
    static void until(CountDownLatch release, Executor executor) {
        var occupied = new CountDownLatch(1);
        executor.execute(() -> {
            occupied.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> occupied.getCount() == 0);
    }
}
