package io.audiostream.transcriber.scheduling;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.FakeEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Properties of the order in which one core decodes what waits, for random sets of sessions. */
class DecodeOrderTest {

    private static final int SCHEDULES = 40;

    private final FakeEngine engine = new FakeEngine();
    private final TestTasks tasks = new TestTasks();
    private final List<String> liveFinals = new ArrayList<>();
    private final List<String> interims = new ArrayList<>();
    private final List<List<String>> recordings = new ArrayList<>();

    @Test
    void keepsOrderOfRanksAndOfTasks() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            // given
            reset();
            try (var scheduler = new DecodeScheduler(engine, 1)) {
                engine.gate().close();
                int started = engine.gate().started().size();
                scheduler.openLane(Priority.LIVE).submitFinal(tasks.named("first"));
                await().until(() -> engine.gate().started().size() > started);
                int submitted = submit(scheduler, new Random(seed));

                // when
                engine.gate().open();
                await().until(() -> tasks.decoded().size() == 1 + submitted);
            }

            // then
            assertThat(only("live")).as("live finals, seed %d", seed).isEqualTo(liveFinals);
            assertThat(only("interim")).as("interims, seed %d", seed).isEqualTo(interims);
            assertThat(only("recording")).as("recordings, seed %d", seed).isEqualTo(inTurns());
            assertNoneWaitsForLowerRank(seed);
        }
    }

    private void reset() {
        tasks.decoded().clear();
        liveFinals.clear();
        interims.clear();
        recordings.clear();
    }

    /** Submits tasks of all ranks in random order. Returns their number. */
    private int submit(DecodeScheduler scheduler, Random random) {
        List<Runnable> submissions = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            String name = "live " + i;
            submissions.add(() -> {
                liveFinals.add(name);
                scheduler.openLane(Priority.LIVE).submitFinal(tasks.named(name));
            });
        }
        for (int i = 0; i < random.nextInt(6); i++) {
            String name = "interim " + i;
            submissions.add(() -> {
                interims.add(name);
                scheduler.openLane(Priority.LIVE).offerInterim(tasks.named(name));
            });
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            List<String> names = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(number -> "recording " + number)
                    .toList();
            int index = i;
            submissions.add(() -> {
                DecodeLane lane = scheduler.openLane(Priority.RECORDING);
                List<String> ofLane =
                        names.stream().map(name -> name + " of " + index).toList();
                recordings.add(ofLane);
                ofLane.forEach(name -> lane.submitFinal(tasks.named(name)));
            });
        }
        Collections.shuffle(submissions, random);
        submissions.forEach(Runnable::run);
        return liveFinals.size()
                + interims.size()
                + recordings.stream().mapToInt(List::size).sum();
    }

    private List<String> only(String kind) {
        return tasks.decoded().stream().filter(name -> name.startsWith(kind)).toList();
    }

    /** The decodes of the recordings if each gets one in turn. */
    private List<String> inTurns() {
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            for (List<String> recording : recordings) {
                if (number < recording.size()) {
                    expected.add(recording.get(number));
                }
            }
        }
        return expected;
    }

    /** Live finals precede interims, and both precede recordings, except for a recording after each eight of them. */
    private void assertNoneWaitsForLowerRank(int seed) {
        List<String> decoded = tasks.decoded().subList(1, tasks.decoded().size());
        List<String> live =
                decoded.stream().filter(name -> !name.startsWith("recording")).toList();
        List<String> byRank = new ArrayList<>(liveFinals);
        byRank.addAll(interims);
        assertThat(live).as("live tasks, seed %d", seed).isEqualTo(byRank);
        List<Integer> early = IntStream.range(0, decoded.size())
                .filter(i -> decoded.get(i).startsWith("recording")
                        && decoded.subList(i, decoded.size()).stream().anyMatch(name -> !name.startsWith("recording")))
                .boxed()
                .toList();
        assertThat(early)
                .as("recordings before live tasks, seed %d", seed)
                .allMatch(position -> (position + 1) % (CoreAllocation.LIVE_DECODES_PER_TURN + 1) == 0);
    }
}
