package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.Speech;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are irregular but hold speech: no word is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AudioAsItComesContract {

    private static final String JFK =
            "And so my fellow Americans ask not what your country can do for you ask what you can do for your country";

    private static final int BYTES_PER_SECOND = 32_000;

    private RealServer server;

    abstract RealServer start() throws IOException;

    @BeforeAll
    void open() throws IOException {
        server = start();
    }

    @AfterAll
    void close() throws InterruptedException {
        server.close();
    }

    static List<Arguments> streams() {
        ByteString pcm = ByteString.copyFrom(Speech.file("jfk")).substring(44);
        int middle = 5 * BYTES_PER_SECOND;
        ByteString twoFiles = wav(pcm.substring(0, middle), middle).concat(wav(pcm.substring(middle), pcm.size()));
        return List.of(
                stream("a word without silence around it", "Stop", List.of(resource("stop.wav"))),
                stream("one channel inverted", JFK, List.of(stereo(pcm, sample -> (short) -sample))),
                stream("speech in one channel", JFK, List.of(stereo(pcm, _ -> (short) 0))),
                stream(
                        "a WAV that ends inside a sample",
                        JFK,
                        List.of(wav(pcm.substring(0, pcm.size() - 1), pcm.size()))),
                stream("two WAV files in one", JFK, List.of(twoFiles)),
                stream(
                        "two WAV files, split in a header",
                        JFK,
                        List.of(twoFiles.substring(0, middle + 50), twoFiles.substring(middle + 50))),
                stream(
                        "each second a WAV file",
                        JFK,
                        split(pcm, BYTES_PER_SECOND).stream()
                                .map(second -> wav(second, second.size()))
                                .toList()),
                stream(
                        "each second a WAV file of unknown size",
                        JFK,
                        split(pcm, BYTES_PER_SECOND).stream()
                                .map(second -> wav(second, -1))
                                .toList()),
                stream(
                        "empty chunks",
                        JFK,
                        List.of(
                                ByteString.EMPTY,
                                pcm.substring(0, middle + 1),
                                ByteString.EMPTY,
                                pcm.substring(middle + 1),
                                ByteString.EMPTY)),
                stream("speech 40 dB softer", JFK, List.of(softer(pcm, 40))));
    }

    private static Arguments stream(String name, String text, List<ByteString> chunks) {
        return Arguments.argumentSet(name, text, chunks);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsEveryWordOfStream(String text, List<ByteString> chunks) {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        send(chunks, stream);

        // then
        assertText(text, responses);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsEveryWordOfUpload(String text, List<ByteString> chunks) {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().uploadAudio(responses);

        // when
        send(chunks, stream);

        // then
        assertText(text, responses);
    }

    private static void send(List<ByteString> chunks, StreamObserver<AudioChunk> stream) {
        chunks.forEach(bytes ->
                stream.onNext(AudioChunk.newBuilder().setAudioData(bytes).build()));
        stream.onCompleted();
    }

    /** Allows for one wrong word in twenty: the model may hear another word at a seam. */
    private static void assertText(String expected, ResponseRecorder responses) {
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        String text =
                responses.finals().stream().map(TranscriptionResponse::getText).collect(Collectors.joining(" "));
        assertThat(WordErrors.count(expected, text))
                .as(text)
                .isLessThanOrEqualTo(WordErrors.words(expected).size() / 20);
    }

    /** @param size size in the header, -1 for unknown */
    private static ByteString wav(ByteString pcm, int size) {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(size < 0 ? -1 : size + 36).put(ascii("WAVEfmt "));
        header.putInt(16).putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(BYTES_PER_SECOND);
        header.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(size);
        return ByteString.copyFrom(header.flip()).concat(pcm);
    }

    private static ByteString stereo(ByteString pcm, Function<Short, Short> second) {
        ByteBuffer mono = pcm.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer both = ByteBuffer.allocate(2 * pcm.size()).order(ByteOrder.LITTLE_ENDIAN);
        while (mono.hasRemaining()) {
            short sample = mono.getShort();
            both.putShort(sample).putShort(second.apply(sample));
        }
        ByteString wav = wav(ByteString.copyFrom(both.flip()), -1);
        return wav.substring(0, 22)
                .concat(ByteString.copyFrom(new byte[] {2, 0}))
                .concat(wav.substring(24, 32))
                .concat(ByteString.copyFrom(new byte[] {4, 0}))
                .concat(wav.substring(34));
    }

    private static ByteString softer(ByteString pcm, double decibels) {
        ByteBuffer loud = pcm.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer soft = ByteBuffer.allocate(pcm.size()).order(ByteOrder.LITTLE_ENDIAN);
        while (loud.hasRemaining()) {
            soft.putShort((short) Math.round(loud.getShort() * Math.pow(10, -decibels / 20)));
        }
        return ByteString.copyFrom(soft.flip());
    }

    private static List<ByteString> split(ByteString pcm, int size) {
        List<ByteString> parts = new ArrayList<>();
        for (int from = 0; from < pcm.size(); from += size) {
            parts.add(pcm.substring(from, Math.min(pcm.size(), from + size)));
        }
        return parts;
    }

    private static ByteString resource(String name) {
        try (InputStream in = AudioAsItComesContract.class.getResourceAsStream("/" + name)) {
            return ByteString.readFrom(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
