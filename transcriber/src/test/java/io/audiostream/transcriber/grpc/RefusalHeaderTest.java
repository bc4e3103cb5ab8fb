package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The header by which Envoy recognises a refusal that another pod may not share, and when the response begins. */
class RefusalHeaderTest {

    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of(SessionRefusedException.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> SESSION_ID =
            Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER);

    private final AtomicReference<Metadata> headers = new AtomicReference<>();
    private final AtomicReference<Metadata> trailers = new AtomicReference<>();

    private enum Rpc {
        STREAM_AUDIO((stub, responses) -> stub.streamAudio(responses).onNext(chunk())),
        UPLOAD_AUDIO((stub, responses) -> stub.uploadAudio(responses).onNext(chunk())),
        TRANSCRIBE_AUDIO((stub, responses) -> stub.transcribeAudio(file(), responses)),
        STREAM_TRANSCRIPTIONS((stub, responses) -> stub.streamTranscriptions(file(), responses));

        private final BiConsumer<AudioStreamServiceStub, ResponseRecorder> call;

        Rpc(BiConsumer<AudioStreamServiceStub, ResponseRecorder> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesForWantOfSlotBeforeResponseBegins(Rpc rpc) throws InterruptedException {
        try (var server = TestServer.ready(1)) {
            // given
            occupySlot(server);

            // when
            ResponseRecorder responses = call(server, rpc);

            // then
            assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(headers.get()).isNull();
            assertThat(trailers.get().get(HEADER)).isEqualTo("no-slot");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesLoadingOfModel(Rpc rpc) throws InterruptedException {
        try (var server = TestServer.loading()) {
            // when
            ResponseRecorder responses = call(server, rpc);

            // then
            assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(trailers.get().get(HEADER)).isEqualTo("loading");
        }
    }

    /** Another pod has the same limit. */
    @Test
    void hasNoHeaderForMessageThatIsTooLarge() throws InterruptedException {
        try (var server = TestServer.ready(1)) {
            // when
            var responses = new ResponseRecorder();
            stub(server)
                    .transcribeAudio(
                            AudioFile.newBuilder()
                                    .setAudioData(ByteString.copyFrom(new byte[TestServer.MAX_MESSAGE_BYTES + 1]))
                                    .build(),
                            responses);

            // then
            assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(trailers.get().get(HEADER)).isNull();
        }
    }

    /** Another pod finds the request invalid as well. */
    @Test
    void hasNoHeaderForInvalidRequest() throws InterruptedException {
        try (var server = TestServer.ready(1)) {
            // when
            var responses = new ResponseRecorder();
            stub(server)
                    .streamAudio(responses)
                    .onNext(AudioChunk.newBuilder()
                            .setMetadata(AudioMetadata.newBuilder().setSampleRateHertz(-1))
                            .build());

            // then
            assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(trailers.get().get(HEADER)).isNull();
        }
    }

    /** From then on Envoy does not keep the audio. */
    @Test
    void beginsResponseOfAdmittedStreamBeforeFirstResult() throws InterruptedException {
        try (var server = TestServer.ready(1)) {
            // given
            server.engine.gate().close();

            // when
            stub(server)
                    .streamAudio(new ResponseRecorder())
                    .onNext(AudioChunk.newBuilder().setSessionId("meeting-7").build());

            // then
            await().untilAsserted(() -> assertThat(headers.get()).isNotNull());
            assertThat(headers.get().get(SESSION_ID)).isEqualTo("meeting-7");
            server.engine.gate().open();
        }
    }

    private ResponseRecorder call(TestServer server, Rpc rpc) {
        var responses = new ResponseRecorder();
        rpc.call.accept(stub(server), responses);
        return responses;
    }

    private AudioStreamServiceStub stub(TestServer server) {
        return server.async().withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    }

    private static void occupySlot(TestServer server) {
        server.async().streamAudio(new ResponseRecorder()).onNext(chunk());
        await().until(() -> server.slots.inUse() == 1);
    }

    private static AudioChunk chunk() {
        return AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build();
    }

    private static AudioFile file() {
        return AudioFile.newBuilder().setAudioData(TestAudio.sound(1, 50)).build();
    }
}
