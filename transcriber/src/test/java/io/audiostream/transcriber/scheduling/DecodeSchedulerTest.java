package io.audiostream.transcriber.scheduling;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.engine.Transcript;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodeSchedulerTest {

    private final FakeEngine engine = new FakeEngine();
    private final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);
    private final List<String> decoded = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        engine.gate().open();
        scheduler.close();
    }

    @Test
    void decodesFinalsBeforeInterimsOfOtherSessions() {
        // given
        occupyWorker();
        scheduler.openLane().offerInterim(task("interim"));
        scheduler.openLane().submitFinal(task("final"));

        // when
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "final", "interim"));
    }

    @Test
    void alternatesBetweenSessions() {
        // given
        occupyWorker();
        DecodeLane busy = scheduler.openLane();
        busy.submitFinal(task("busy 1"));
        busy.submitFinal(task("busy 2"));
        scheduler.openLane().submitFinal(task("quiet"));

        // when
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "busy 1", "quiet", "busy 2"));
    }

    @Test
    void replacesWaitingInterimWithNewerOne() {
        // given
        occupyWorker();
        DecodeLane lane = scheduler.openLane();

        // when
        lane.offerInterim(task("older"));
        lane.offerInterim(task("newer"));
        lane.offerInterim(task("newest"));
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "newest"));
    }

    @Test
    void promotesWaitingInterimToFinal() {
        // given
        occupyWorker();
        scheduler.openLane().offerInterim(task("other"));
        DecodeLane lane = scheduler.openLane();
        DecodeTask task = task("promoted");
        lane.offerInterim(task);

        // when
        boolean promoted = lane.promote(task);
        lane.offerInterim(task("newer"));
        engine.gate().open();

        // then
        assertThat(promoted).isTrue();
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "promoted", "other"));
    }

    @Test
    void promotesRunningInterimToFinal() {
        // given
        DecodeLane lane = scheduler.openLane();
        engine.gate().close();
        DecodeTask task = task("promoted");
        lane.offerInterim(task);
        awaitStartedDecodes(1);

        // when
        boolean promoted = lane.promote(task);
        lane.submitFinal(task("next"));
        engine.gate().open();

        // then
        assertThat(promoted).isTrue();
        await().untilAsserted(() -> assertThat(decoded).containsExactly("promoted", "next"));
        assertThat(lane.promote(task)).isFalse();
    }

    @Test
    void cancelsInterimForFinalOfSameSession() {
        // given
        DecodeLane lane = scheduler.openLane();
        engine.gate().close();
        lane.offerInterim(task("interim"));
        awaitStartedDecodes(1);

        // when
        lane.submitFinal(task("final"));
        awaitCancelledDecodes(1);
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("final"));
    }

    @Test
    void cancelsDecodeAndDropsWaitingTasksOfClosedLane() {
        // given
        DecodeLane lane = scheduler.openLane();
        engine.gate().close();
        lane.submitFinal(task("running"));
        lane.submitFinal(task("waiting"));
        awaitStartedDecodes(1);

        // when
        lane.close();

        // then
        awaitCancelledDecodes(1);
        engine.gate().open();
        scheduler.openLane().submitFinal(task("of another session"));
        await().untilAsserted(() -> assertThat(decoded).containsExactly("of another session"));
    }

    @Test
    void reportsFailureToTaskAndContinues() {
        // given
        engine.transform(transcript -> {
            throw new EngineException("out of order");
        });

        // when
        scheduler.openLane().submitFinal(task("broken"));
        await().untilAsserted(() -> assertThat(decoded).containsExactly("broken failed: out of order"));
        engine.transform(transcript -> transcript);
        scheduler.openLane().submitFinal(task("intact"));

        // then
        await().untilAsserted(() -> assertThat(decoded).contains("intact"));
    }

    @Test
    void givesAllCoresToSingleDecodeAndSharesThemBetweenTwo() {
        try (var twoCores = new DecodeScheduler(engine, 2)) {
            // given
            engine.gate().close();

            // when
            twoCores.openLane().submitFinal(task("alone"));
            awaitStartedDecodes(1);
            twoCores.openLane().submitFinal(task("with another"));
            awaitStartedDecodes(2);

            // then
            assertThat(engine.gate().started())
                    .extracting(decode -> decode.threads())
                    .containsExactly(2, 1);
            engine.gate().open();
        }
    }

    @Test
    void decodesFinalsOfOneSessionConcurrentlyOnIdleCores() {
        try (var twoCores = new DecodeScheduler(engine, 2)) {
            // given
            engine.gate().close();
            DecodeLane lane = twoCores.openLane();

            // when
            lane.submitFinal(task("one"));
            awaitStartedDecodes(1);
            lane.submitFinal(task("two"));
            lane.submitFinal(task("three"));
            awaitStartedDecodes(2);

            // then
            assertThat(engine.gate().started().get(1).threads()).isEqualTo(1);
            engine.gate().open();
            await().untilAsserted(() -> assertThat(decoded).containsExactlyInAnyOrder("one", "two", "three"));
        }
    }

    @Test
    void decodesOtherSessionBeforeMoreFinalsOfOne() {
        // given
        occupyWorker();
        DecodeLane lane = scheduler.openLane();
        lane.submitFinal(task("one"));
        lane.submitFinal(task("two"));
        lane.submitFinal(task("three"));
        scheduler.openLane().offerInterim(task("interim of another"));
        scheduler.openLane().submitFinal(task("final of another"));

        // when
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded)
                .containsExactly("first", "one", "final of another", "two", "three", "interim of another"));
    }

    @Test
    void cancelsAllFinalsOfClosedLane() {
        try (var twoCores = new DecodeScheduler(engine, 2)) {
            // given
            engine.gate().close();
            DecodeLane lane = twoCores.openLane();
            lane.submitFinal(task("one"));
            lane.submitFinal(task("two"));
            awaitStartedDecodes(2);

            // when
            lane.close();

            // then
            awaitCancelledDecodes(2);
            assertThat(decoded).isEmpty();
        }
    }

    @Test
    void cancelsDecodesAndClosesDecodersOnClose() {
        // given
        var closing = new DecodeScheduler(engine, 2);
        engine.gate().close();
        closing.openLane().submitFinal(task("never"));
        awaitStartedDecodes(1);

        // when
        closing.close();

        // then
        assertThat(engine.openDecoders()).as("decoders of the other scheduler").isEqualTo(1);
        assertThat(decoded).isEmpty();
    }

    private void occupyWorker() {
        engine.gate().close();
        scheduler.openLane().submitFinal(task("first"));
        awaitStartedDecodes(1);
    }

    private void awaitStartedDecodes(int count) {
        await().until(() -> engine.gate().started().size() == count);
    }

    private void awaitCancelledDecodes(int count) {
        await().until(() -> engine.gate().cancelledCount() == count);
    }

    private DecodeTask task(String name) {
        return new DecodeTask() {
            @Override
            public Window window() {
                return new Window(new float[16_000], new DecodeRequest("en", false, "", Effort.FINAL));
            }

            @Override
            public void onDecoded(Transcript transcript) {
                decoded.add(name);
            }

            @Override
            public void onFailed(RuntimeException failure) {
                decoded.add(name + " failed: " + failure.getMessage());
            }
        };
    }
}
