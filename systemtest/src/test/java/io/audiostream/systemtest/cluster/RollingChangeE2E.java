package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.proto.EndReason;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.systemtest.Answers;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pods are replaced while ten people speak. */
@Tag("node")
class RollingChangeE2E {

    private static final String IMAGE = Cluster.image("transcriber");

    /** The same under another name: to Kubernetes a new version. */
    private static final String OTHER_IMAGE = IMAGE.substring(0, IMAGE.lastIndexOf(':')) + ":next";

    /** What a stream may go on for in a pod that goes; they say eleven seconds and some silence. */
    private static final String DRAIN = "30s";

    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofMinutes(4);

    private static Namespace namespace;

    @BeforeAll
    static void apply() {
        Operator.installForAll();
        namespace = Namespace.create("e2e-rolling");
        Node.run("ctr", "-n", "k8s.io", "images", "tag", "--force", IMAGE, OTHER_IMAGE);
        namespace.applyPreset("rolling", spec(IMAGE));
        namespace.awaitSettled("rolling");
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @Test
    void nobodyIsCutOffBeforeTheirTimeAndNobodyIsRefused() {
        List<Speaker> shortOnes = new ArrayList<>();
        List<Speaker> longOnes = new ArrayList<>();
        List<Answers> newOnes = new ArrayList<>();
        String oldPod = namespace.pods("rolling").getFirst();
        try (Forward service = Forward.to(namespace, "rolling");
                PodLog log = PodLog.of(namespace, oldPod)) {
            // A client that keeps its connection: its next stream comes on the old one.
            var sameConnection = service.client();
            // One second apart: whenever the pod stops, one of them is in the middle of a sentence.
            IntStream.range(0, 4)
                    .forEach(i -> longOnes.add(Speaker.talkative(service.client(), LONG, Duration.ofSeconds(i))));
            IntStream.range(0, 6).forEach(_ -> shortOnes.add(Speaker.start(sameConnection, SHORT)));
            longOnes.forEach(Speaker::awaitFirstAnswer);
            shortOnes.forEach(Speaker::awaitFirstAnswer);

            namespace.applyPreset("rolling", spec(OTHER_IMAGE));
            awaitAnotherPod(oldPod);
            while (namespace.pods("rolling").contains(oldPod) || stillThere(oldPod)) {
                Speaker onNew = Speaker.start(service.client(), Duration.ZERO);
                Speaker onSame = Speaker.start(sameConnection, Duration.ZERO);
                newOnes.add(onNew.finish());
                newOnes.add(onSame.finish());
            }

            for (Speaker speaker : shortOnes) {
                assertThat(speaker.finish().status().getCode())
                        .as(() -> "a stream that ends in time: "
                                + speaker.answers().status() + "\n" + log.text())
                        .isEqualTo(Code.OK);
                assertThat(speaker.answers().words()).contains("what your country can do for you");
            }
            for (Speaker speaker : longOnes) {
                Answers answers = speaker.answers();
                assertThat(answers.status().getCode())
                        .as(() -> "a stream that goes on too long: " + answers.status() + "\n" + log.text())
                        .isEqualTo(Code.UNAVAILABLE);
                assertThat(answers.words()).contains("what your country can do for you");
            }
            // They spoke to the end, so what was open then was closed for it.
            assertThat(longOnes)
                    .as(log::text)
                    .anySatisfy(speaker -> assertThat(
                                    lastFinal(speaker).getMetadata().getEndReason())
                            .isEqualTo(EndReason.END_REASON_DRAIN));
            assertThat(newOnes).isNotEmpty().allSatisfy(answers -> {
                assertThat(answers.status())
                        .as(log::text)
                        .extracting(status -> status.getCode())
                        .isEqualTo(Code.OK);
                assertThat(answers.words()).contains("what your country can do for you");
            });
        }
        namespace.awaitSettled("rolling");
    }

    private static String spec(String image) {
        return "  slots: 24\n  drainTimeout: " + DRAIN + "\n  language: en\n  image: " + image;
    }

    private static TranscriptionResponse lastFinal(Speaker speaker) {
        return speaker.answers().all().stream()
                .filter(TranscriptionResponse::getIsFinal)
                .toList()
                .getLast();
    }

    /** Waits until the next pod is there; the old one still serves. */
    private static void awaitAnotherPod(String oldPod) {
        await().atMost(Namespace.READY)
                .until(() -> namespace.pods("rolling").stream().anyMatch(pod -> !pod.equals(oldPod)));
    }

    private static boolean stillThere(String pod) {
        return namespace.tryKubectl("get", "pod", pod).exitCode() == 0;
    }
}
