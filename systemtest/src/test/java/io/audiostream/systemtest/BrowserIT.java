package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web page in a real browser calls the service by gRPC-Web, from another origin. */
class BrowserIT {
    private static final String SERVICE = "/audiostream.AudioStreamService/";
    private static final int TRAILERS = 0x80;
    private static final AudioFile PHRASE = AudioFile.newBuilder()
            .setAudioData(Recording.phrase())
            .setMetadata(AudioMetadata.newBuilder()
                    .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_S16LE)
                    .setSampleRateHertz(16_000)
                    .setChannels(1)
                    .setLanguage("en"))
            .build();

    private static final BrowserPage PAGE = new BrowserPage(PHRASE);
    private static final String PERMITTED = PAGE.origin("127.0.0.1");
    private static final String OTHER = PAGE.origin("localhost");

    private static LocalService service;

    @TempDir
    private Path profile;

    @BeforeAll
    static void start() {
        service = LocalService.start("    cors:\n      allowOrigins: [\"" + PERMITTED + "\"]\n");
    }

    @AfterAll
    static void stop() {
        service.close();
        PAGE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TranscribeAudio", "StreamTranscriptions"})
    void transcribesForPageOfPermittedOrigin(String method) throws Exception {
        // when
        String[] outcome = PAGE.call(PERMITTED, url(method), profile).split(" ", 3);

        // then
        assertThat(outcome).as("status, session and body").hasSize(3);
        assertThat(outcome[0]).isEqualTo("200");
        assertThat(outcome[1]).as("the session id, which CORS exposes").isNotEmpty();
        ByteBuffer body = ByteBuffer.wrap(HexFormat.of().parseHex(outcome[2]));
        assertThat(TextNormalizer.normalize(text(body))).contains(Recording.PHRASE_TEXT);
        assertThat(StandardCharsets.US_ASCII.decode(body).toString()).contains("grpc-status:0");
    }

    @Test
    void hidesResponseFromPageOfOtherOrigin() {
        // when
        String outcome = PAGE.call(OTHER, url("TranscribeAudio"), profile);

        // then
        assertThat(outcome).startsWith("failed: TypeError");
    }

    private static String url(String method) {
        return "http://" + service.endpoint() + SERVICE + method;
    }

    /** Reads the messages, and leaves the buffer at the content of the trailers. */
    private static String text(ByteBuffer body) throws InvalidProtocolBufferException {
        Stream.Builder<String> finals = Stream.builder();
        int flags = body.get();
        int length = body.getInt();
        while ((flags & TRAILERS) == 0) {
            var message = TranscriptionResponse.parseFrom(body.slice(body.position(), length));
            if (message.getIsFinal()) {
                finals.add(message.getText());
            }
            body.position(body.position() + length);
            flags = body.get();
            length = body.getInt();
        }
        return finals.build().collect(Collectors.joining(" "));
    }
}
