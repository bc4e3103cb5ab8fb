package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The silent pods of these tests fail their first request at once. Further ones last until {@code answer} opens. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PodLoadFetchesTest {
    private static final PodLoad LOAD = new PodLoad(4, 1, "whisper.cpp 1.7.1");

    private final PodLoadCache loads = new PodLoadCache();
    private final CompletableFuture<Pod> recovered = new CompletableFuture<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger maxWaiting = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private CountDownLatch asked = new CountDownLatch(1);
    private final PodLoadFetches fetches = new PodLoadFetches(this::fetch, loads, recovered::complete);

    @Test
    void doesNotWaitForPodsThatDidNotRespond() throws InterruptedException {
        // given
        var silent = silentPods(2 * PodLoadFetches.MAX_CONCURRENT_REQUESTS);
        fetches.fetchAll(silent);
        var pod = pod("healthy");

        // when
        fetches.fetchAll(with(pod, silent));

        // then
        assertThat(loads.of(pod)).contains(LOAD);
        assertThat(answer.getCount()).as("silent pods still wait").isEqualTo(1);
    }

    @Test
    void boundsRequestsToPodsThatDidNotRespond() throws InterruptedException {
        // given
        var silent = silentPods(2 * PodLoadFetches.MAX_BACKGROUND_REQUESTS);
        fetches.fetchAll(silent);
        asked = new CountDownLatch(silent.size());

        // when
        fetches.fetchAll(silent);
        while (waiting.get() < PodLoadFetches.MAX_BACKGROUND_REQUESTS) {
            Thread.onSpinWait();
        }
        answer.countDown();
        asked.await();

        // then
        assertThat(maxWaiting).hasValue(PodLoadFetches.MAX_BACKGROUND_REQUESTS);
    }

    @Test
    void sendsNoSecondRequestToPodThatStillWaits() throws InterruptedException {
        // given
        var silent = silentPods(1);
        fetches.fetchAll(silent);

        // when
        fetches.fetchAll(silent);
        fetches.fetchAll(silent);
        asked.await();
        fetches.fetchAll(silent);

        // then
        assertThat(requests.get("silent-0")).hasValue(2);
    }

    @Test
    void reportsPodThatRespondsAgain() throws Exception {
        // given
        var silent = silentPods(1);
        fetches.fetchAll(silent);
        fetches.fetchAll(silent);

        // when
        answer.countDown();

        // then
        assertThat(recovered.get(1, TimeUnit.MINUTES)).isEqualTo(silent.getFirst());
        assertThat(loads.of(silent.getFirst())).contains(LOAD);
    }

    private PodLoad fetch(Pod pod) throws IOException, InterruptedException {
        var name = pod.getMetadata().getName();
        var request = requests.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
        if (!name.startsWith("silent")) {
            return LOAD;
        }
        if (request == 1) {
            throw new IOException("no response");
        }
        maxWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        asked.countDown();
        answer.await();
        waiting.decrementAndGet();
        return LOAD;
    }

    private static List<Pod> silentPods(int count) {
        return IntStream.range(0, count).mapToObj(i -> pod("silent-" + i)).toList();
    }

    private static List<Pod> with(Pod pod, List<Pod> others) {
        var pods = new ArrayList<>(others);
        pods.add(pod);
        return pods;
    }

    private static Pod pod(String name) {
        var pod = PodFiles.read("serving");
        pod.getMetadata().setName(name);
        pod.getMetadata().setUid("uid of " + name);
        return pod;
    }
}
