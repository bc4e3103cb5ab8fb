package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The message limit of 50 MiB, through the real Envoy to the real transcriber. */
@ExtendWith(SharedLocalService.class)
class MessageSizeIT {

    private static final int MEBIBYTE = 1 << 20;

    /** The format with the most bytes per second, which takes the least time to process. */
    private static final AudioMetadata FORMAT = AudioMetadata.newBuilder()
            .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
            .setSampleRateHertz(48_000)
            .setChannels(2)
            .build();

    private static final int BYTES_PER_SECOND = 48_000 * 2 * Float.BYTES;

    /** Not the service's own connection, whose other calls would wait for messages of this size. */
    private final ManagedChannel channel;

    MessageSizeIT(LocalService service) {
        channel = service.newChannel();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void acceptsMessageOf49MiB() {
        // when
        var response = LocalService.blockingStub(channel).transcribeAudio(silence(49));

        // then
        assertThat(response.getMetadata().getAudioReceived().getSeconds()).isEqualTo(49 * MEBIBYTE / BYTES_PER_SECOND);
    }

    @Test
    void refusesMessageOf51MiBAndServesTheNextCall() {
        // when
        var refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> LocalService.blockingStub(channel).transcribeAudio(silence(51)));
        var next = LocalService.blockingStub(channel).transcribeAudio(silence(1));

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(next.getIsFinal()).isTrue();
    }

    private static AudioFile silence(int mebibytes) {
        return AudioFile.newBuilder()
                .setMetadata(FORMAT)
                .setAudioData(ByteString.copyFrom(new byte[mebibytes * MEBIBYTE]))
                .build();
    }
}
