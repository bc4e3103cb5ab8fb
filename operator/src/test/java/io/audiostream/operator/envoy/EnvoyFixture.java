package io.audiostream.operator.envoy;

import static org.awaitility.Awaitility.await;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceBlockingStub;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Starts one Envoy per test, in front of an {@link EchoTranscriber}. The tests run concurrently, because they mostly
 * wait.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(Lifecycle.PER_METHOD)
abstract class EnvoyFixture {
    /** Time to wait for an event; far above what a loaded machine needs. */
    static final Duration EVENT_TIMEOUT = Duration.ofMinutes(2);

    EchoTranscriber transcriber;
    RunningEnvoy envoy;

    @BeforeEach
    void startTranscriber() throws IOException {
        transcriber = EchoTranscriber.start();
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (envoy != null) {
            envoy.close();
        }
        transcriber.close();
    }

    RunningEnvoy envoy(UnaryOperator<ProxyModels> change) throws IOException {
        envoy = RunningEnvoy.start(models -> change.apply(models.upstream(transcriber)));
        return envoy;
    }

    /** Waits for an event. */
    static ConditionFactory eventually() {
        return await().atMost(EVENT_TIMEOUT);
    }

    AudioStreamServiceBlockingStub stub() {
        return AudioStreamServiceGrpc.newBlockingStub(envoy.channel());
    }
}
