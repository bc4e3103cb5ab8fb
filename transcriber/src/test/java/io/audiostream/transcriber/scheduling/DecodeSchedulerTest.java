package io.audiostream.transcriber.scheduling;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.engine.Transcript;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodeSchedulerTest {

    private final FakeEngine engine = new FakeEngine();
    private final DecodeScheduler scheduler = new DecodeScheduler(engine, 1);
    private final TestTasks tasks = new TestTasks();
    private final List<String> decoded = tasks.decoded();

    @AfterEach
    void close() {
        engine.gate().open();
        scheduler.close();
    }

    @Test
    void decodesFinalsBeforeInterimsOfOtherSessions() {
        // given
        occupyWorker();
        live().offerInterim(task("interim"));
        live().submitFinal(task("final"));

        // when
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "final", "interim"));
    }

    @Test
    void alternatesBetweenSessions() {
        // given
        occupyWorker();
        DecodeLane busy = live();
        busy.submitFinal(task("busy 1"));
        busy.submitFinal(task("busy 2"));
        live().submitFinal(task("quiet"));

        // when
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "busy 1", "quiet", "busy 2"));
    }

    @Test
    void replacesWaitingInterimWithNewerOne() {
        // given
        occupyWorker();
        DecodeLane lane = live();

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
        live().offerInterim(task("other"));
        DecodeLane lane = live();
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
        DecodeLane lane = live();
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
        DecodeLane lane = live();
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
        DecodeLane lane = live();
        engine.gate().close();
        lane.submitFinal(task("running"));
        lane.submitFinal(task("waiting"));
        awaitStartedDecodes(1);

        // when
        lane.close();

        // then
        awaitCancelledDecodes(1);
        engine.gate().open();
        live().submitFinal(task("of another session"));
        await().untilAsserted(() -> assertThat(decoded).containsExactly("of another session"));
    }

    @Test
    void reportsFailureToTaskAndContinues() {
        // given
        engine.transform(transcript -> {
            throw new EngineException("out of order");
        });

        // when
        live().submitFinal(task("broken"));
        await().untilAsserted(() -> assertThat(decoded).containsExactly("broken failed: out of order"));
        engine.transform(transcript -> transcript);
        live().submitFinal(task("intact"));

        // then
        await().untilAsserted(() -> assertThat(decoded).contains("intact"));
    }

    @Test
    void givesAllCoresToSingleDecodeAndSharesThemBetweenTwo() {
        try (var twoCores = new DecodeScheduler(engine, 2)) {
            // given
            engine.gate().close();

            // when
            twoCores.openLane(Priority.LIVE).submitFinal(task("alone"));
            awaitStartedDecodes(1);
            twoCores.openLane(Priority.LIVE).submitFinal(task("with another"));
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
            DecodeLane lane = twoCores.openLane(Priority.LIVE);

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
    void decodesOtherSessionsBeforeFurtherFinalsOfOne() {
        // given
        occupyWorker();
        DecodeLane lane = live();
        lane.submitFinal(task("one"));
        lane.submitFinal(task("two"));
        lane.submitFinal(task("three"));
        live().offerInterim(task("interim of another"));
        live().submitFinal(task("final of another"));

        // when
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded)
                .containsExactly("first", "one", "final of another", "interim of another", "two", "three"));
    }

    @Test
    void cancelsAllFinalsOfClosedLane() {
        try (var twoCores = new DecodeScheduler(engine, 2)) {
            // given
            engine.gate().close();
            DecodeLane lane = twoCores.openLane(Priority.LIVE);
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
        closing.openLane(Priority.LIVE).submitFinal(task("never"));
        awaitStartedDecodes(1);

        // when
        closing.close();

        // then
        assertThat(engine.openDecoders()).as("decoders of the other scheduler").isEqualTo(1);
        assertThat(decoded).isEmpty();
    }

    @Test
    void startsNoMoreDecodersThanMaximum() {
        try (var manyCores = new DecodeScheduler(engine, 8, 2, DecodeObserver.NOOP)) {
            // given
            engine.gate().close();

            // when
            manyCores.openLane(Priority.LIVE).submitFinal(task("alone"));
            awaitStartedDecodes(1);

            // then
            assertThat(engine.openDecoders())
                    .as("with the one of the other scheduler")
                    .isEqualTo(3);
            assertThat(engine.gate().started())
                    .extracting(decode -> decode.threads())
                    .containsExactly(8);
            engine.gate().open();
        }
    }

    @Test
    void stopsOlderInterimForPromotedOne() {
        // given
        DecodeLane lane = live();
        engine.gate().close();
        lane.offerInterim(task("older"));
        awaitStartedDecodes(1);
        DecodeTask task = task("promoted");
        lane.offerInterim(task);

        // when
        boolean promoted = lane.promote(task);
        awaitCancelledDecodes(1);
        engine.gate().open();

        // then
        assertThat(promoted).isTrue();
        await().untilAsserted(() -> assertThat(decoded).containsExactly("promoted"));
    }

    @Test
    void keepsPromotedTaskWhenLaterFinalsAreSubmitted() {
        // given
        occupyWorker();
        DecodeLane lane = live();
        DecodeTask task = task("promoted");
        lane.offerInterim(task);
        lane.promote(task);

        // when
        lane.submitFinal(task("later"));
        lane.offerInterim(task("interim of the next segment"));
        engine.gate().open();

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "promoted", "later"));
    }

    @Test
    void reportsErrorToTaskAndReplacesWorkerThatDies() {
        // given
        engine.transform(transcript -> {
            throw new EngineException("out of order");
        });

        // when
        live().submitFinal(new DyingTask());
        await().until(() -> decoded.contains("worker died"));
        engine.transform(transcript -> transcript);
        live().submitFinal(task("next"));

        // then
        await().untilAsserted(() -> assertThat(decoded).containsExactly("worker died", "next"));
        assertThat(scheduler.fault()).isEmpty();
        assertThat(engine.openDecoders()).isEqualTo(1);
    }

    @Test
    void hasFaultWhenDeadWorkerCannotBeReplaced() {
        // given
        engine.transform(transcript -> {
            throw new EngineException("out of order");
        });
        engine.exhaustMemory();

        // when
        live().submitFinal(new DyingTask());

        // then
        await().untilAsserted(() -> assertThat(scheduler.fault())
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("a decode worker failed", "a bug", "cannot be replaced", "no memory for a decoder")));
        assertThat(decoded).containsExactly("worker died");
    }

    private DecodeLane live() {
        return scheduler.openLane(Priority.LIVE);
    }

    private void occupyWorker() {
        engine.gate().close();
        live().submitFinal(task("first"));
        awaitStartedDecodes(1);
    }

    private void awaitStartedDecodes(int count) {
        await().until(() -> engine.gate().started().size() == count);
    }

    private void awaitCancelledDecodes(int count) {
        await().until(() -> engine.gate().cancelledCount() == count);
    }

    private DecodeTask task(String name) {
        return tasks.named(name);
    }

    /** Throws an error where the scheduler does not expect one. */
    private final class DyingTask implements DecodeTask {

        private boolean reported;

        @Override
        public Window window() {
            return new Window(new float[16_000], new DecodeRequest("en", false, "", Effort.FINAL));
        }

        @Override
        public void onDecoded(Transcript transcript) {}

        @Override
        public void onFailed(RuntimeException failure) {
            if (!reported) {
                reported = true;
                throw new AssertionError("a bug");
            }
            decoded.add("worker died");
        }
    }
}
