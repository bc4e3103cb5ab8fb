import com.sun.net.httpserver.HttpServer;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands for the transcriber of a pod: it has slots and transcribes nothing. It answers each chunk at once with its own
 * name, and refuses a stream without a slot with the status and the header of the transcriber.
 *
 * <p>Arguments: port of gRPC, port of the HTTP API, slots, name. Serves until its process ends.
 */
class SlotServer extends AudioStreamServiceGrpc.AudioStreamServiceImplBase {
    private static final Metadata.Key<String> REFUSED =
            Metadata.Key.of("x-audiostream-refused", Metadata.ASCII_STRING_MARSHALLER);

    private final AtomicInteger free;
    private final String name;

    private SlotServer(int slots, String name) {
        free = new AtomicInteger(slots);
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        var server = new SlotServer(Integer.parseInt(arguments[2]), arguments[3]);
        NettyServerBuilder.forAddress(loopback(arguments[0]))
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(server)
                .build()
                .start();
        // Envoy asks here whether the pod accepts streams.
        var http = HttpServer.create(loopback(arguments[1]), 0);
        http.createContext("/readyz", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
    }

    private static InetSocketAddress loopback(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> responses) {
        if (free.decrementAndGet() < 0) {
            free.incrementAndGet();
            var trailers = new Metadata();
            trailers.put(REFUSED, "no-slot");
            responses.onError(
                    Status.RESOURCE_EXHAUSTED.withDescription("all slots are in use").asRuntimeException(trailers));
            return new Refused();
        }
        return new Stream(responses);
    }

    /** Holds a slot until the stream ends. */
    private final class Stream implements StreamObserver<AudioChunk> {
        private final StreamObserver<TranscriptionResponse> responses;
        private final AtomicBoolean freed = new AtomicBoolean();

        Stream(StreamObserver<TranscriptionResponse> responses) {
            this.responses = responses;
        }

        @Override
        public void onNext(AudioChunk chunk) {
            responses.onNext(TranscriptionResponse.newBuilder().setText(name).build());
        }

        @Override
        public void onError(Throwable cancelled) {
            freeSlot();
        }

        @Override
        public void onCompleted() {
            // Before the client learns of the end, so that its next stream finds the slot.
            freeSlot();
            responses.onCompleted();
        }

        private void freeSlot() {
            if (freed.compareAndSet(false, true)) {
                free.incrementAndGet();
            }
        }
    }

    /** Ignores what the client sends before it learns of the refusal. */
    private static final class Refused implements StreamObserver<AudioChunk> {
        @Override
        public void onNext(AudioChunk chunk) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
    }
}
