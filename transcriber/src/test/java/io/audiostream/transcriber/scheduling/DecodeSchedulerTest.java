package io.audiostream.transcriber.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
    void finalsGoBeforeInterimsOfOtherSessions() {
        occupyTheWorker();
        scheduler.openLane().offerInterim(task("interim"));
        scheduler.openLane().submitFinal(task("final"));

        engine.gate().open();

        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "final", "interim"));
    }

    @Test
    void sessionsTakeTurns() {
        occupyTheWorker();
        DecodeLane talkative = scheduler.openLane();
        talkative.submitFinal(task("talkative 1"));
        talkative.submitFinal(task("talkative 2"));
        scheduler.openLane().submitFinal(task("quiet"));

        engine.gate().open();

        await().untilAsserted(
                        () -> assertThat(decoded).containsExactly("first", "talkative 1", "quiet", "talkative 2"));
    }

    @Test
    void aNewerInterimReplacesTheOneThatWaits() {
        occupyTheWorker();
        DecodeLane lane = scheduler.openLane();
        lane.offerInterim(task("older"));
        lane.offerInterim(task("newer"));
        lane.offerInterim(task("newest"));

        engine.gate().open();

        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "newest"));
    }

    @Test
    void anInterimThatWaitsCanBecomeAFinal() {
        occupyTheWorker();
        scheduler.openLane().offerInterim(task("other"));
        DecodeLane lane = scheduler.openLane();
        DecodeTask task = task("promoted");
        lane.offerInterim(task);

        assertThat(lane.promote(task)).isTrue();
        lane.offerInterim(task("newer"));
        engine.gate().open();

        await().untilAsserted(() -> assertThat(decoded).containsExactly("first", "promoted", "other"));
    }

    @Test
    void anInterimThatRunsCanBecomeAFinal() {
        DecodeLane lane = scheduler.openLane();
        engine.gate().close();
        DecodeTask task = task("promoted");
        lane.offerInterim(task);
        await().until(() -> engine.gate().begun().size() == 1);

        assertThat(lane.promote(task)).isTrue();
        lane.submitFinal(task("next"));
        engine.gate().open();

        await().untilAsserted(() -> assertThat(decoded).containsExactly("promoted", "next"));
        assertThat(lane.promote(task)).isFalse();
    }

    @Test
    void aFinalStopsTheInterimOfItsOwnSession() {
        DecodeLane lane = scheduler.openLane();
        engine.gate().close();
        lane.offerInterim(task("interim"));
        await().until(() -> engine.gate().begun().size() == 1);

        lane.submitFinal(task("final"));
        await().until(() -> engine.gate().cancelledCount() == 1);
        engine.gate().open();

        await().untilAsserted(() -> assertThat(decoded).containsExactly("final"));
    }

    @Test
    void closingALaneStopsItsDecodeAndDropsWhatWaits() {
        DecodeLane lane = scheduler.openLane();
        engine.gate().close();
        lane.submitFinal(task("running"));
        lane.submitFinal(task("waiting"));
        await().until(() -> engine.gate().begun().size() == 1);

        lane.close();

        await().until(() -> engine.gate().cancelledCount() == 1);
        engine.gate().open();
        scheduler.openLane().submitFinal(task("of another session"));
        await().untilAsserted(() -> assertThat(decoded).containsExactly("of another session"));
    }

    @Test
    void aDecodeThatFailsIsToldToItsTaskAndTheWorkerGoesOn() {
        engine.twist(transcript -> {
            throw new EngineException("out of order");
        });
        scheduler.openLane().submitFinal(task("broken"));
        await().untilAsserted(() -> assertThat(decoded).containsExactly("broken failed: out of order"));

        engine.twist(transcript -> transcript);
        scheduler.openLane().submitFinal(task("whole"));

        await().untilAsserted(() -> assertThat(decoded).contains("whole"));
    }

    @Test
    void aLoneDecodeGetsAllCoresAndTwoShareThem() {
        try (var two = new DecodeScheduler(engine, 2)) {
            engine.gate().close();
            two.openLane().submitFinal(task("alone"));
            await().until(() -> engine.gate().begun().size() == 1);
            two.openLane().submitFinal(task("with another"));
            await().until(() -> engine.gate().begun().size() == 2);

            assertThat(engine.gate().begun())
                    .extracting(begun -> begun.threads())
                    .containsExactly(2, 1);
            engine.gate().open();
        }
    }

    @Test
    void finalsOfOneSessionShareTheCoresThatNobodyElseNeeds() {
        try (var two = new DecodeScheduler(engine, 2)) {
            engine.gate().close();
            DecodeLane lane = two.openLane();
            lane.submitFinal(task("one"));
            lane.submitFinal(task("two"));
            lane.submitFinal(task("three"));
            await().until(() -> engine.gate().begun().size() == 2);

            assertThat(engine.gate().begun().get(1).threads()).isEqualTo(1);
            engine.gate().open();
            await().untilAsserted(() -> assertThat(decoded).containsExactlyInAnyOrder("one", "two", "three"));
        }
    }

    @Test
    void anotherSessionGoesBeforeMoreFinalsOfOne() {
        occupyTheWorker();
        DecodeLane lane = scheduler.openLane();
        lane.submitFinal(task("one"));
        lane.submitFinal(task("two"));
        lane.submitFinal(task("three"));
        scheduler.openLane().offerInterim(task("interim of another"));
        scheduler.openLane().submitFinal(task("final of another"));

        engine.gate().open();

        await().untilAsserted(() -> assertThat(decoded)
                .containsExactly("first", "one", "final of another", "two", "three", "interim of another"));
    }

    @Test
    void closingALaneStopsAllItsFinals() {
        try (var two = new DecodeScheduler(engine, 2)) {
            engine.gate().close();
            DecodeLane lane = two.openLane();
            lane.submitFinal(task("one"));
            lane.submitFinal(task("two"));
            await().until(() -> engine.gate().begun().size() == 2);

            lane.close();

            await().until(() -> engine.gate().cancelledCount() == 2);
            assertThat(decoded).isEmpty();
        }
    }

    @Test
    void closingStopsWhatRunsAndClosesTheDecoders() {
        var closing = new DecodeScheduler(engine, 2);
        engine.gate().close();
        closing.openLane().submitFinal(task("never"));
        await().until(() -> engine.gate().begun().size() == 1);

        closing.close();

        assertThat(engine.openDecoders()).as("those of the other scheduler").isEqualTo(1);
        assertThat(decoded).isEmpty();
    }

    private void occupyTheWorker() {
        engine.gate().close();
        scheduler.openLane().submitFinal(task("first"));
        await().until(() -> engine.gate().begun().size() == 1);
    }

    private DecodeTask task(String name) {
        return new DecodeTask() {
            @Override
            public Window window() {
                return new Window(new float[16_000], new DecodeRequest("en", false, "", false, Effort.FINAL));
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
