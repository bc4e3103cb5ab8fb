package io.audiostream.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.Lists;
import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Envoy, the real transcriber and a real model. */
class LocalTranscriberIT {
    private static final Path SPEECH = Path.of("../dev/audio/jfk.wav");
    private static final String WORDS = "ask what you can do for your country";

    @TempDir
    private Path folder;

    private RunningLocal local;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        local = RunningLocal.start(
                folder, "-f", RunningLocal.MINIMAL.toString(), "--model-file", testModel(), "--port", "0", "--verbose");
        channel = Grpc.newChannelBuilder(local.endpoint(), InsecureChannelCredentials.create())
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow();
        local.close();
    }

    @Test
    void speechGoesInAndTextComesOut() throws Exception {
        // given
        var speech = AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(Files.readAllBytes(SPEECH)))
                .build();

        // when
        var answers = AudioStreamServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(2, TimeUnit.MINUTES)
                .streamTranscriptions(speech);

        // then
        assertThat(text(Lists.newArrayList(answers))).contains(WORDS);
    }

    @Test
    void aStreamThatRunsAtSigtermGetsItsLastWords() throws Exception {
        // given
        var stream = new Recording();
        var chunks = AudioStreamServiceGrpc.newStub(channel).streamAudio(stream);
        chunks.onNext(speech());
        stream.first.get(1, TimeUnit.MINUTES);
        var children = local.children();

        // when
        local.handle().destroy();
        await().until(() -> local.err().contains("==> stopping"));
        chunks.onCompleted();

        // then
        assertThat(stream.end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.OK);
        assertThat(text(stream.answers)).contains(WORDS);
        assertThat(local.exitCode()).isEqualTo(128 + 15);
        assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(local.leftovers()).isEmpty();
    }

    @Test
    void aStreamThatBeginsAfterSigtermOnAnOldConnectionIsServedAndTheClientSentElsewhere() throws Exception {
        // given
        var running = new Recording();
        var runningChunks = AudioStreamServiceGrpc.newStub(channel).streamAudio(running);
        runningChunks.onNext(speech());
        running.first.get(1, TimeUnit.MINUTES);

        // when
        local.handle().destroy();
        await().until(() -> local.err().contains("draining 1 sessions"));
        var late = new Recording();
        var lateChunks = AudioStreamServiceGrpc.newStub(channel).streamAudio(late);
        lateChunks.onNext(speech());
        late.first.get(1, TimeUnit.MINUTES);

        // then
        await().untilAsserted(() -> assertThat(channel.getState(false)).isEqualTo(ConnectivityState.IDLE));
        lateChunks.onCompleted();
        runningChunks.onCompleted();
        assertThat(late.end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.OK);
        assertThat(text(late.answers)).contains(WORDS);
        assertThat(running.end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.OK);
    }

    private static AudioChunk speech() throws IOException {
        return AudioChunk.newBuilder()
                .setAudioData(ByteString.copyFrom(Files.readAllBytes(SPEECH)))
                .build();
    }

    private static String text(List<TranscriptionResponse> answers) {
        return answers.stream()
                .filter(TranscriptionResponse::getIsFinal)
                .map(TranscriptionResponse::getText)
                .collect(Collectors.joining(" "));
    }

    private static String testModel() {
        var path = System.getenv("AUDIOSTREAM_TEST_MODEL");
        if (path == null || !Files.isRegularFile(Path.of(path))) {
            throw new AssertionError("AUDIOSTREAM_TEST_MODEL is " + path
                    + "; set it to the test model: AUDIOSTREAM_TEST_MODEL=$(dev/model)");
        }
        return path;
    }

    private static final class Recording implements StreamObserver<TranscriptionResponse> {
        private final CompletableFuture<TranscriptionResponse> first = new CompletableFuture<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();
        private final List<TranscriptionResponse> answers = new CopyOnWriteArrayList<>();

        @Override
        public void onNext(TranscriptionResponse answer) {
            answers.add(answer);
            first.complete(answer);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
