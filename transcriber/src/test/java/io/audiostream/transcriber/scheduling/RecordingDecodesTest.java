package io.audiostream.transcriber.scheduling;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.FakeEngine;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recordings beside live sessions. */
class RecordingDecodesTest {

    private final FakeEngine engine = new FakeEngine();
    private final AtomicInteger pauses = new AtomicInteger();
    private final TestTasks tasks = new TestTasks();
    private final DecodeScheduler oneCore = new DecodeScheduler(engine, 1, new PauseCounter());
    private final DecodeScheduler twoCores = new DecodeScheduler(engine, 2, new PauseCounter());

    @AfterEach
    void close() {
        engine.gate().open();
        oneCore.close();
        twoCores.close();
    }

    @Test
    void decodesLiveFinalsThenLiveInterimsThenRecordings() {
        // given
        engine.gate().close();
        oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("first"));
        awaitStarted("first");
        oneCore.openLane(Priority.RECORDING).submitFinal(tasks.named("recording"));
        oneCore.openLane(Priority.LIVE).offerInterim(tasks.named("interim"));
        oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("final"));

        // when
        engine.gate().open();

        // then
        awaitDecoded("first", "final", "interim", "recording");
    }

    @Test
    void usesAllCoresWhileLiveSessionsAreIdle() {
        // given
        engine.gate().close();
        DecodeLane idle = twoCores.openLane(Priority.LIVE);
        DecodeLane recording = twoCores.openLane(Priority.RECORDING);

        // when
        recording.submitFinal(tasks.named("one"));
        recording.submitFinal(tasks.named("two"));

        // then
        awaitStarted("one", "two");
        assertThat(pauses).hasValue(0);
        idle.close();
    }

    @Test
    void startsLiveInterimWhileRecordingsOccupyAllCores() {
        // given
        engine.gate().close();
        startRecording(twoCores, "upload 1");
        startRecording(twoCores, "upload 2");

        // when
        twoCores.openLane(Priority.LIVE).offerInterim(tasks.named("interim"));
        awaitStarted("upload 1", "upload 2", "interim");
        awaitPaused(twoCores);
        engine.gate().open();

        // then
        await().until(() -> tasks.decoded().size() == 3);
        assertThat(started()).as("each is decoded once").hasSize(3);
        assertThat(pauses).hasValue(1);
    }

    @Test
    void continuesPausedDecodeOnCoreThatBecomesIdle() {
        // given
        engine.gate().close();
        startRecording(twoCores, "upload 1");
        startRecording(twoCores, "upload 2");
        twoCores.openLane(Priority.LIVE).offerInterim(tasks.named("interim"));
        awaitStarted("upload 1", "upload 2", "interim");

        // when
        engine.gate().letThrough("upload 1");

        // then
        awaitDecoded("upload 1");
        engine.gate().letThrough("upload 2");
        awaitDecoded("upload 1", "upload 2");
    }

    @Test
    void continuesPausedDecodeBeforeItStartsOthers() {
        // given
        engine.gate().close();
        startRecording(oneCore, "paused");
        oneCore.openLane(Priority.RECORDING).submitFinal(tasks.named("waiting"));
        oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("live"));
        awaitStarted("paused", "live");
        awaitPaused(oneCore);

        // when
        engine.gate().open();

        // then
        awaitDecoded("live", "paused", "waiting");
        assertThat(started()).containsExactly("paused", "live", "waiting");
    }

    @Test
    void givesStarvedRecordingItsTurn() {
        // given
        engine.gate().close();
        startRecording(oneCore, "starved");
        submitLiveFinals(10);
        awaitStarted("starved", "live 1");
        awaitPaused(oneCore);

        // when
        engine.gate().open();

        // then
        awaitDecoded(
                "live 1", "live 2", "live 3", "live 4", "live 5", "live 6", "live 7", "live 8", "starved", "live 9",
                "live 10");
    }

    @Test
    void startsRecordingThatWaitedForManyLiveDecodes() {
        // given
        engine.gate().close();
        submitLiveFinals(11);
        awaitStarted("live 1");
        oneCore.openLane(Priority.RECORDING).submitFinal(tasks.named("starved"));

        // when
        engine.gate().open();

        // then
        await().until(() -> tasks.decoded().size() == 12);
        assertThat(tasks.decoded().indexOf("starved")).isEqualTo(9);
    }

    @Test
    void endsTurnOfRecordingAfterSomeSteps() {
        // given
        engine.gate().close();
        startRecording(oneCore, "endless");
        submitLiveFinals(9);
        awaitStarted("endless", "live 1");

        // when
        for (int i = 1; i <= 8; i++) {
            engine.gate().letThrough("live " + i);
        }

        // then
        await().until(() -> started().contains("live 9"));
        assertThat(pauses).hasValue(2);
        engine.gate().letThrough("live 9");
        await().until(() -> tasks.decoded().contains("live 9"));
        engine.gate().letThrough("endless");
        await().until(() -> tasks.decoded().contains("endless"));
    }

    @Test
    void takesTurnsBetweenRecordings() {
        // given
        engine.gate().close();
        startRecording(oneCore, "first");
        DecodeLane large = oneCore.openLane(Priority.RECORDING);
        large.submitFinal(tasks.named("large 1"));
        large.submitFinal(tasks.named("large 2"));
        large.submitFinal(tasks.named("large 3"));
        oneCore.openLane(Priority.RECORDING).submitFinal(tasks.named("small"));

        // when
        engine.gate().open();

        // then
        awaitDecoded("first", "large 1", "small", "large 2", "large 3");
    }

    @Test
    void cancelsPausedDecodeOfClosedLane() {
        // given
        engine.gate().close();
        DecodeLane recording = startRecording(oneCore, "paused");
        oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("live"));
        awaitStarted("paused", "live");
        awaitPaused(oneCore);

        // when
        recording.close();

        // then
        await().until(() -> engine.gate().cancelledCount() == 1);
        engine.gate().open();
        awaitDecoded("live");
    }

    @Test
    void cancelsPausedDecodeWhenItCloses() {
        // given
        engine.gate().close();
        startRecording(oneCore, "paused");
        oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("live"));
        awaitStarted("paused", "live");
        awaitPaused(oneCore);

        // when
        oneCore.close();

        // then
        assertThat(engine.gate().cancelledCount()).isEqualTo(2);
        assertThat(tasks.decoded()).isEmpty();
    }

    @Test
    void makesSpareDecoderForRecordingsOnly() {
        // given
        oneCore.openLane(Priority.LIVE);
        assertThat(engine.openDecoders()).isEqualTo(3);

        // when
        oneCore.openLane(Priority.RECORDING);
        oneCore.openLane(Priority.RECORDING);

        // then
        await().until(() -> engine.openDecoders() == 4);
    }

    @Test
    void decodesLiveTaskAfterRecordingWithoutMemoryForSpareDecoder() {
        // given
        engine.exhaustMemory();
        engine.gate().close();
        startRecording(oneCore, "recording");
        oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("live"));

        // when
        engine.gate().open();

        // then
        awaitDecoded("recording", "live");
        assertThat(oneCore.fault()).isEmpty();
    }

    private DecodeLane startRecording(DecodeScheduler scheduler, String name) {
        DecodeLane lane = scheduler.openLane(Priority.RECORDING);
        lane.submitFinal(tasks.named(name));
        await().until(() -> started().contains(name));
        return lane;
    }

    private void submitLiveFinals(int count) {
        for (int i = 1; i <= count; i++) {
            oneCore.openLane(Priority.LIVE).submitFinal(tasks.named("live " + i));
        }
    }

    private List<String> started() {
        return engine.gate().started().stream()
                .map(decode -> decode.request().prompt())
                .toList();
    }

    private void awaitStarted(String... names) {
        await().untilAsserted(() -> assertThat(started()).containsExactlyInAnyOrder(names));
    }

    private static void awaitPaused(DecodeScheduler scheduler) {
        await().until(() -> scheduler.paused() == 1);
    }

    private void awaitDecoded(String... names) {
        await().untilAsserted(() -> assertThat(tasks.decoded()).containsExactly(names));
    }

    private final class PauseCounter implements DecodeObserver {

        @Override
        public void decoded(Kind kind, double seconds, boolean cancelled) {}

        @Override
        public void paused() {
            pauses.incrementAndGet();
        }
    }
}
