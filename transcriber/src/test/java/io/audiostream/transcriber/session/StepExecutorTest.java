package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepExecutorTest {

    private final StepExecutor executor = new StepExecutor(1);
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        executor.close();
    }

    @Test
    void alternatesBetweenSessionsAndKeepsOrderOfEach() {
        // given
        occupyThread();
        Executor one = executor.forSession(true);
        Executor other = executor.forSession(true);
        submit(one, "a1", "a2", "a3");
        submit(other, "b1", "b2");

        // when
        release.countDown();

        // then
        awaitSteps("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void runsStepsOfLiveSessionsFirst() {
        // given
        occupyThread();
        submit(executor.forSession(false), "recording");
        submit(executor.forSession(true), "live 1");
        submit(executor.forSession(true), "live 2");

        // when
        release.countDown();

        // then
        awaitSteps("live 1", "live 2", "recording");
    }

    @Test
    void runsStepOfRecordingAfterEightOfLiveSessions() {
        // given
        occupyThread();
        submit(executor.forSession(false), "recording");
        submit(executor.forSession(true), "1", "2", "3", "4", "5", "6", "7", "8", "9");

        // when
        release.countDown();

        // then
        awaitSteps("1", "2", "3", "4", "5", "6", "7", "8", "recording", "9");
    }

    @Test
    void continuesAfterStepThatFails() {
        // given
        Executor session = executor.forSession(true);

        // when
        session.execute(() -> {
            throw new AssertionError("a bug");
        });
        submit(session, "next");

        // then
        awaitSteps("next");
    }

    private void occupyThread() {
        OccupiedThread.until(release, executor.forSession(true));
    }

    private void submit(Executor session, String... names) {
        for (String name : names) {
            session.execute(() -> steps.add(name));
        }
    }

    private void awaitSteps(String... names) {
        await().untilAsserted(() -> assertThat(steps).containsExactly(names));
    }
}
