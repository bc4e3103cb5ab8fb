package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The limit of 50 MiB, through the real Envoy to the real transcriber. */
class MessageSizeIT {

    private static final int MEBIBYTE = 1 << 20;

    private static LocalService service;

    @BeforeAll
    static void start() {
        service = LocalService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aMessageOfFortyNineMebibytesIsTaken() {
        TranscriptionResponse answer = service.blocking().transcribeAudio(silence(49));

        assertThat(answer.getMetadata().getAudioReceived().getSeconds()).isEqualTo(49 * MEBIBYTE / Recording.SECOND);
    }

    @Test
    void aMessageOfFiftyOneMebibytesIsRefusedAndTheNextCallWorks() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class, () -> service.blocking().transcribeAudio(silence(51)));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(service.blocking().transcribeAudio(silence(1)).getIsFinal()).isTrue();
    }

    private static AudioFile silence(int mebibytes) {
        return AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(new byte[mebibytes * MEBIBYTE]))
                .build();
    }
}
