package io.audiostream.systemtest.cluster;

import static io.audiostream.systemtest.cluster.ClusterAwait.awaitChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams of one connection, more than the slots of its pod. */
@RunsConcurrently
class SpillOverE2E {

    private static final int PODS = 2;
    private static final int SLOTS = 2;

    private static Namespace namespace;

    @BeforeAll
    static void applyService() {
        Operator.installShared();
        namespace = Namespace.create("e2e-spill");
        namespace.applyService("spill", "  replicas: " + PODS + "\n  slots: " + SLOTS);
        namespace.awaitSettled("spill");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @Test
    void usesSlotsOfBothPodsOverOneConnection() {
        // given
        List<LiveStream> streams = new ArrayList<>();
        try (PortForward service = PortForward.to(namespace, "spill")) {
            var connection = service.newStub();
            for (int i = 0; i < PODS * SLOTS; i++) {
                openWithFreeSlot(connection, streams);
            }

            // when
            var refused = LiveStream.startOpenEnded(connection);

            // then
            assertThat(refused.responses().awaitStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            awaitChange()
                    .untilAsserted(() -> assertThat(namespace.field("tsvc/spill", "{.status.streams}"))
                            .isEqualTo(String.valueOf(PODS * SLOTS)));
            refused.close();
        } finally {
            streams.forEach(LiveStream::close);
        }
    }

    /**
     * Opens one more stream. A pod finds its peers a few seconds after they are ready, and refuses streams until then.
     */
    private static void openWithFreeSlot(AudioStreamServiceStub connection, List<LiveStream> streams) {
        awaitChange().until(() -> {
            var stream = LiveStream.startOpenEnded(connection);
            awaitChange()
                    .until(() -> !stream.responses().responses().isEmpty()
                            || stream.responses().statusNow().isPresent());
            boolean accepted = stream.responses().statusNow().isEmpty();
            if (accepted) {
                streams.add(stream);
            } else {
                stream.close();
            }
            return accepted;
        });
    }
}
