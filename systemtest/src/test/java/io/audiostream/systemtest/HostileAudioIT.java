package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compressed audio from clients that mean no good, through the real Envoy and ffmpeg. Each test counts what is left.
 */
class HostileAudioIT {

    private static final int HALF_OF_UPLOAD = 8_000;

    private static LocalService service;

    @BeforeAll
    static void start() {
        assertThat(TestPaths.ffmpeg()).isExecutable();
        service = LocalService.start("  slots: 2\n");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** No slot, no process of ffmpeg and no file, and the next client is served. */
    @AfterEach
    void leavesNothing() {
        await().atMost(Timeouts.EVENT).untilAsserted(() -> {
            assertThat(service.transcriber().children()).as("processes").isEmpty();
            assertThat(slotsInUse()).as("slots").isZero();
            assertThat(temporaryFiles()).as("open temporary files").isEmpty();
        });
        assertThat(transcribe(compressed("counting.flac"))).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "counting.mp3, 7001, the MP3 audio is damaged",
        "counting.aac, 7001, the AAC audio is damaged",
        "counting.flac, 30000, the FLAC audio is damaged",
        "counting.opus, 5000, the Ogg audio is damaged",
        "counting.webm, 5000, the WebM audio is damaged",
        "counting.m4a, 5000, the MP4 or M4A audio is damaged"
    })
    void refusesContainerThatIsCutInTheMiddle(String name, int length, String says) {
        // when
        StatusRuntimeException failure = refusal(compressed(name).substring(0, length));

        // then
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure.getStatus().getDescription()).contains(says, "cut off", "s were decoded");
    }

    @Test
    void refusesAnHourOfAudioInFewKilobytes() {
        // given
        ByteString bomb = ByteString.copyFrom(SilentFlac.ofSeconds(4_000));
        assertThat(bomb.size()).isLessThan(20_000);

        // when
        StatusRuntimeException failure = refusal(bomb);

        // then
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure.getStatus().getDescription())
                .contains(bomb.size() + " bytes of FLAC hold more than")
                .contains("at least 250 bytes a second are needed after 3600 s");
    }

    /** The last three stand behind the first bytes of a format, so that they reach ffmpeg. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXTINF:10,\nhttp://ADDRESS/secret.ts\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile 'http://ADDRESS/secret.wav'\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio PORT RTP/AVP 0\n",
                "<?xml version=\"1.0\"?><MPD><BaseURL>http://ADDRESS/</BaseURL></MPD>",
                "OggS #EXTM3U\n#EXTINF:10,\nhttp://ADDRESS/secret.ts\n",
                "\0\0\0\u0018ftyp#EXTM3U\nhttp://ADDRESS/secret.ts\n",
                "ID3\u0004\0\0\0\0\0\0ffconcat version 1.0\nfile 'http://ADDRESS/secret.wav'\n"
            })
    void connectsToNoAddressInPlaylist(String playlist) throws IOException {
        try (ServerSocketChannel secret = ServerSocketChannel.open()) {
            // given
            secret.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            secret.configureBlocking(false);
            String port = String.valueOf(secret.socket().getLocalPort());
            String bytes = playlist.replace("ADDRESS", "127.0.0.1:" + port).replace("PORT", port);

            // when
            StatusRuntimeException failure =
                    refusal(ByteString.copyFrom(bytes.repeat(20), StandardCharsets.ISO_8859_1));

            // then
            assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(failure.getStatus().getDescription()).startsWith("audio_data: ");
            assertThat(secret.accept()).as("connection").isNull();
        }
    }

    @Test
    void freesUploadThatIsCancelledHalfWay() {
        // given
        ManagedChannel channel = service.newChannel();
        ClientCall<AudioChunk, TranscriptionResponse> call =
                channel.newCall(AudioStreamServiceGrpc.getUploadAudioMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(AudioChunk.newBuilder()
                .setAudioData(compressed("jfk.webm").substring(0, HALF_OF_UPLOAD))
                .build());
        await().atMost(Timeouts.EVENT)
                .until(() -> service.transcriber().children().findAny().isPresent());

        // when
        call.cancel("the test gives up", null);

        // then: leavesNothing
        channel.shutdownNow();
    }

    @Test
    void freesFormWhoseConnectionBreaksHalfWay() throws IOException {
        // given
        URI address = URI.create("http://" + service.endpoint());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            String head = "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n"
                    + "Content-Type: multipart/form-data; boundary=XYZ\r\n\r\n"
                    + "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.webm\"\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream()
                    .write(compressed("jfk.webm").substring(0, HALF_OF_UPLOAD).toByteArray());
            await().atMost(Timeouts.EVENT).until(() -> slotsInUse() == 1);

            // when: the socket is closed; then: leavesNothing
        }
    }

    private static String transcribe(ByteString audio) {
        return service.blockingStub()
                .transcribeAudio(AudioFile.newBuilder().setAudioData(audio).build())
                .getText();
    }

    private static StatusRuntimeException refusal(ByteString audio) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> transcribe(audio));
    }

    private static ByteString compressed(String name) {
        try {
            return ByteString.copyFrom(Files.readAllBytes(TestPaths.compressed(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int slotsInUse() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String status = http.send(
                            HttpRequest.newBuilder(service.probeAddress("/statusz"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return JsonParser.parseString(status)
                    .getAsJsonObject()
                    .get("streams")
                    .getAsInt();
        }
    }

    /** Returns the files in the folder for temporary files that the transcriber has open, deleted ones included. */
    private static List<Path> temporaryFiles() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> descriptors =
                Files.list(Path.of("/proc", String.valueOf(service.transcriber().pid()), "fd"))) {
            return descriptors
                    .flatMap(descriptor -> target(descriptor).stream())
                    // A checkout may be in that folder, with the jars.
                    .filter(file -> file.startsWith(folder) && !file.startsWith(TestPaths.ROOT))
                    .toList();
        }
    }

    private static List<Path> target(Path descriptor) {
        try {
            return List.of(Files.readSymbolicLink(descriptor));
        } catch (NoSuchFileException e) {
            return List.of(); // closed meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
