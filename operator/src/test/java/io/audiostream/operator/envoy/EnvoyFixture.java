package io.audiostream.operator.envoy;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceBlockingStub;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An Envoy of its own for each test, in front of an {@link EchoTranscriber}. The tests run side by side: what they
 * mostly do is wait, one of them for more than five minutes.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(Lifecycle.PER_METHOD)
abstract class EnvoyFixture {
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

    AudioStreamServiceBlockingStub stub() {
        return AudioStreamServiceGrpc.newBlockingStub(envoy.channel());
    }
}
