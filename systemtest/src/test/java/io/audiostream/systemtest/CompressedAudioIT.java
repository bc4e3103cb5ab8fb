package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed speech through the real Envoy and the real ffmpeg to the real Whisper model. */
@ExtendWith(SharedLocalService.class)
class CompressedAudioIT {

    private final LocalService service;

    CompressedAudioIT(LocalService service) {
        this.service = service;
    }

    @BeforeAll
    static void requireFfmpeg() {
        assertThat(TestPaths.ffmpeg()).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jfk.mp3", "jfk.webm", "jfk.m4a"})
    void transcribesFormWithFile(String name) throws IOException, InterruptedException {
        // given
        byte[] head = ("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n--XYZ--\r\n".getBytes(StandardCharsets.US_ASCII);

        // when
        HttpResponse<String> response;
        try (HttpClient http = HttpClient.newHttpClient()) {
            response = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + service.endpoint() + "/v1/audio/transcriptions"))
                            .header("Content-Type", "multipart/form-data; boundary=XYZ")
                            .POST(BodyPublishers.ofByteArrays(
                                    List.of(head, bytes(name).toByteArray(), tail)))
                            .build(),
                    BodyHandlers.ofString());
        }

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TextNormalizer.normalize(response.body())).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void transcribesMessageWithFile() {
        // when
        var response = service.blockingStub()
                .transcribeAudio(
                        AudioFile.newBuilder().setAudioData(bytes("jfk.m4a")).build());

        // then
        assertThat(TextNormalizer.normalize(response.getText())).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void sendsTextBeforeTheBrowserHasSentAll() {
        // given
        ByteString audio = bytes("jfk.webm");
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = service.asyncStub().streamAudio(responses);

        // when: the rest follows once a response has come
        stream.onNext(chunk(audio.substring(0, audio.size() / 2)));
        await().atMost(Timeouts.EVENT).until(() -> !responses.responses().isEmpty());
        stream.onNext(chunk(audio.substring(audio.size() / 2)));
        stream.onCompleted();

        // then
        assertThat(responses.awaitStatus().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finalText()).contains("my fellow americans", "for your country");
    }

    private static AudioChunk chunk(ByteString audio) {
        return AudioChunk.newBuilder().setAudioData(audio).build();
    }

    private static ByteString bytes(String name) {
        try {
            return ByteString.copyFrom(Files.readAllBytes(TestPaths.compressed(name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
