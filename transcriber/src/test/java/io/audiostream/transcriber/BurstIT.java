package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.grpc.RawCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A burst of large recordings on the connection of a live stream, at a heap that holds only a few of them. */
class BurstIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int CALLS = 100;
    private static final int AUDIO_BYTES = 45 << 20;
    private static final int CHUNK_BYTES = 3200;

    @TempDir
    private Path dir;

    @Test
    void answersSomeCallsOverGrpc() throws Exception {
        try (ServeProcess serve = start()) {
            // given
            int port = grpcPort(serve);
            List<RawCall> calls = new ArrayList<>();
            try (var live = new LiveStream(port)) {
                // when
                for (int i = 0; i < CALLS; i++) {
                    var call = new RawCall(port);
                    calls.add(call);
                    Thread.startVirtualThread(() -> call.send(beginOfRecording(), AUDIO_BYTES));
                }
                live.sendSpeech();

                // then
                assertThat(calls.stream().map(call -> call.status(TIMEOUT)).toList())
                        .as(serve::log)
                        .contains(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED)
                        .isSubsetOf(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
                live.assertComplete();
            }
            for (RawCall call : calls) {
                call.close();
            }
        }
    }

    @Test
    void answersSomeCallsOverHttp() throws Exception {
        try (ServeProcess serve = start();
                HttpClient http = HttpClient.newHttpClient()) {
            // given
            HttpRequest upload = HttpRequest.newBuilder(serve.apiUri("/v1/audio/transcriptions"))
                    .header("Content-Type", "multipart/form-data; boundary=XYZ")
                    .POST(BodyPublishers.ofFile(form()))
                    .build();
            try (var live = new LiveStream(grpcPort(serve))) {
                // when
                List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
                                () -> http.sendAsync(upload, BodyHandlers.ofString()))
                        .limit(CALLS)
                        .toList();
                live.sendSpeech();

                // then
                assertThat(calls.stream().map(call -> call.join().statusCode()).toList())
                        .as(serve::log)
                        .contains(200, 429)
                        .isSubsetOf(200, 429);
                live.assertComplete();
            }
        }
    }

    /** Writes a form with a WAV file of silence: stereo 32-bit floats at 48 kHz. */
    private Path form() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF"))
                .putInt(AUDIO_BYTES + 36)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        header.putShort((short) 3).putShort((short) 2).putInt(48_000).putInt(48_000 * 8);
        header.putShort((short) 8).putShort((short) 32).put(ascii("data")).putInt(AUDIO_BYTES);
        Path form = dir.resolve("form");
        try (OutputStream out = Files.newOutputStream(form)) {
            out.write(ascii("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"));
            out.write(header.array());
            out.write(new byte[AUDIO_BYTES]);
            out.write(ascii("\r\n--XYZ--\r\n"));
        }
        return form;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int grpcPort(ServeProcess serve) {
        String address = serve.awaitReady();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Returns the message of a recording up to its samples, which are zeros: stereo 32-bit floats at 48 kHz. */
    private static byte[] beginOfRecording() {
        try {
            var bytes = new ByteArrayOutputStream();
            var message = CodedOutputStream.newInstance(bytes);
            AudioFile.newBuilder()
                    .setMetadata(AudioMetadata.newBuilder()
                            .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
                            .setSampleRateHertz(48_000)
                            .setChannels(2))
                    .build()
                    .writeTo(message);
            message.writeTag(AudioFile.AUDIO_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            message.writeUInt32NoTag(AUDIO_BYTES);
            message.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server with more slots than recordings that the heap holds. */
    private ServeProcess start() throws IOException {
        return ServeProcess.start(
                dir,
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx512m -XX:+ExitOnOutOfMemoryError"),
                "--model-file",
                TestModel.ct2().toString(),
                "--ct2-library",
                TestModel.ct2Library().toString(),
                "--slots",
                "16");
    }

    /** A live stream that has received its first text. */
    private static final class LiveStream implements StreamObserver<TranscriptionResponse>, AutoCloseable {

        private static final int WAV_HEADER_BYTES = 44;

        private final List<TranscriptionResponse> responses = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
        private final ManagedChannel channel;
        private final StreamObserver<AudioChunk> audio;

        private LiveStream(int port) throws IOException {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build();
            audio = AudioStreamServiceGrpc.newStub(channel).streamAudio(this);
            sendSpeech();
            await().atMost(TIMEOUT).until(() -> !responses.isEmpty());
        }

        private void sendSpeech() throws IOException {
            try (InputStream wav = BurstIT.class.getResourceAsStream("jfk.wav")) {
                assertThat(wav).isNotNull();
                wav.skipNBytes(WAV_HEADER_BYTES);
                for (byte[] chunk = wav.readNBytes(CHUNK_BYTES);
                        chunk.length > 0;
                        chunk = wav.readNBytes(CHUNK_BYTES)) {
                    audio.onNext(AudioChunk.newBuilder()
                            .setAudioData(ByteString.copyFrom(chunk))
                            .build());
                }
            }
        }

        /** Ends the stream and checks that it has the text of the speech before and during the burst. */
        private void assertComplete() throws Exception {
            audio.onCompleted();
            assertThat(end.get(TIMEOUT.toMinutes(), TimeUnit.MINUTES)).isEqualTo(Status.Code.OK);
            assertThat(String.join(
                            " ",
                            responses.stream()
                                    .filter(TranscriptionResponse::getIsFinal)
                                    .map(TranscriptionResponse::getText)
                                    .toList()))
                    .containsPattern("country.*country.*country.*country");
        }

        @Override
        public void onNext(TranscriptionResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            end.complete(Status.fromThrowable(cause).getCode());
        }

        @Override
        public void onCompleted() {
            end.complete(Status.Code.OK);
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
