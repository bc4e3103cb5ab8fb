package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitRollout;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.EndReason;
import io.audiostream.systemtest.Recording;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rolling update during live streams. */
@Tag("node")
@Order(1)
class RollingUpdateE2E {

    private static final String IMAGE = Cluster.image("transcriber");

    /** The same image under another tag, which makes Kubernetes replace the pods. */
    private static final String OTHER_IMAGE = IMAGE.substring(0, IMAGE.lastIndexOf(':')) + ":next";

    private static final String DRAIN_TIMEOUT = "30s";

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.installShared();
        namespace = Namespace.create("e2e-rolling");
        Node.run("ctr", "-n", "k8s.io", "images", "tag", "--force", IMAGE, OTHER_IMAGE);
        namespace.applyPreset("rolling", spec(IMAGE));
        namespace.awaitSettled("rolling");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @Test
    void completesOldStreamsAndServesNewOnes() {
        // given
        String oldPod = namespace.pods("rolling").getFirst();
        try (PortForward service = PortForward.to(namespace, "rolling");
                PodLog log = PodLog.follow(namespace, oldPod)) {
            var oldConnection = service.newStub();
            // Offsets of one second: whenever the drain ends, one of these streams is in the middle of a sentence.
            List<LiveStream> continuous = IntStream.range(0, 4)
                    .mapToObj(i -> LiveStream.startContinuous(service.newStub(), Duration.ofSeconds(i)))
                    .toList();
            List<LiveStream> ending = IntStream.range(0, 2)
                    .mapToObj(_ -> LiveStream.startOpenEnded(oldConnection))
                    .toList();
            continuous.forEach(LiveStream::awaitFirstResponse);
            ending.forEach(stream -> stream.awaitFirstResponse().awaitSpeechSent());

            // when
            namespace.applyPreset("rolling", spec(OTHER_IMAGE));
            awaitRollout().until(() -> namespace.pods("rolling").stream().anyMatch(pod -> !pod.equals(oldPod)));
            var ended = CompletableFuture.runAsync(() -> {
                awaitTerminating(oldPod);
                ending.forEach(LiveStream::close);
            });
            List<LiveStream> started = new ArrayList<>();
            do {
                var onNewConnection = LiveStream.startPhrase(service.newStub());
                var onOldConnection = LiveStream.startPhrase(oldConnection);
                started.add(onNewConnection);
                started.add(onOldConnection);
                onNewConnection.responses().awaitStatus();
                onOldConnection.responses().awaitStatus();
            } while (namespace.exists("pod/" + oldPod));
            ended.join();
            continuous.forEach(stream -> {
                stream.responses().awaitStatus();
                stream.close();
            });

            // then
            assertThat(ending)
                    .as(() -> "streams that ended within the drain timeout\n" + log.text())
                    .allSatisfy(LiveStream::assertPhrase);
            assertThat(continuous)
                    .as(() -> "streams that were open at the drain timeout\n" + log.text())
                    .allSatisfy(stream -> {
                        var responses = stream.responses();
                        assertThat(responses.awaitStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
                        assertThat(responses.finalText()).contains(Recording.PHRASE_TEXT);
                    })
                    .anySatisfy(stream -> assertThat(stream.responses()
                                    .finals()
                                    .getLast()
                                    .getMetadata()
                                    .getEndReason())
                            .isEqualTo(EndReason.END_REASON_DRAIN));
            assertThat(started)
                    .as(() -> "streams that started during the rollout\n" + log.text())
                    .allSatisfy(LiveStream::assertPhrase);
        }
        namespace.awaitSettled("rolling");
    }

    /** A pod and its successors share a small node, whose cores the CPU request of 24 slots would exceed. */
    private static String spec(String image) {
        return "  slots: 24\n  drainTimeout: " + DRAIN_TIMEOUT
                + "\n  language: en\n  resources: {requests: {cpu: 100m}}\n  image: " + image;
    }

    private static void awaitTerminating(String pod) {
        awaitRollout().until(() -> !namespace.pods("rolling").contains(pod));
    }
}
