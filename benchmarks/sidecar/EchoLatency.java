import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the one-way times of messages over live streams, alternately to a server and to the Envoy in front of it.
 *
 * <p>The server runs in this process and transcribes nothing: it answers every fifth chunk at once. So the times are
 * those of gRPC and of Envoy alone, and both ends read the same clock.
 *
 * <p>Arguments: port of the server, port of Envoy, streams, connections, seconds per round, rounds. Prints one line per target and
 * round: target, then the median and the 99th percentile of the way in and of the way back, in microseconds, and the
 * largest delay of the sender.
 */
class EchoLatency {
    private static final int CHUNK_MILLIS = 20;
    private static final int CHUNK_BYTES = 16 * 2 * CHUNK_MILLIS;
    private static final int CHUNKS_PER_RESPONSE = 5;

    /** The text of a usual interim. */
    private static final String TEXT = "and so my fellow Americans ask not what your country can do for you";

    /** Times in nanoseconds, which any thread adds. */
    private static final class Times {
        private final long[] values;
        private final AtomicInteger count = new AtomicInteger();

        Times(int capacity) {
            values = new long[capacity];
        }

        void add(long nanos) {
            int i = count.getAndIncrement();
            if (i < values.length) {
                values[i] = nanos;
            }
        }

        double percentileMicros(double percent) {
            int n = Math.min(count.get(), values.length);
            if (n == 0) {
                return Double.NaN;
            }
            Arrays.sort(values, 0, n);
            return values[Math.min(n - 1, (int) (n * percent / 100))] / 1e3;
        }
    }

    /** The times of the current round. */
    private static final AtomicReference<Times> wayIn = new AtomicReference<>(new Times(0));

    /** Answers every fifth chunk of a stream. */
    private static final class Echo extends AudioStreamServiceGrpc.AudioStreamServiceImplBase {
        @Override
        public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> responses) {
            return new StreamObserver<>() {
                private int chunks;

                @Override
                public void onNext(AudioChunk chunk) {
                    wayIn.get().add(System.nanoTime() - chunk.getAudioData().asReadOnlyByteBuffer().getLong());
                    if (++chunks % CHUNKS_PER_RESPONSE == 0) {
                        responses.onNext(TranscriptionResponse.newBuilder()
                                .setText(TEXT)
                                .setTimestamp(System.nanoTime())
                                .build());
                    }
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }
    }

    public static void main(String[] arguments) throws Exception {
        int direct = Integer.parseInt(arguments[0]);
        int envoy = Integer.parseInt(arguments[1]);
        int streams = Integer.parseInt(arguments[2]);
        int connections = Integer.parseInt(arguments[3]);
        int seconds = Integer.parseInt(arguments[4]);
        int rounds = Integer.parseInt(arguments[5]);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", direct))
                .addService(new Echo())
                .build()
                .start();
        // The first round of each target warms up the code and is not printed.
        for (int round = 0; round <= rounds; round++) {
            for (String target : List.of("direct", "envoy")) {
                String line = round(target, target.equals("direct") ? direct : envoy, streams, connections, seconds);
                if (round > 0) {
                    System.out.println(line);
                    System.out.flush();
                }
            }
        }
        server.shutdownNow();
    }

    private static String round(String target, int port, int streams, int connections, int seconds) throws Exception {
        int chunks = seconds * 1000 / CHUNK_MILLIS;
        wayIn.set(new Times(chunks * streams));
        var wayBack = new Times(chunks * streams);
        var ended = new CountDownLatch(streams);
        var failure = new AtomicReference<Throwable>();
        var channels = new ArrayList<ManagedChannel>();
        var requests = new ArrayList<StreamObserver<AudioChunk>>();
        for (int i = 0; i < connections; i++) {
            channels.add(NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build());
        }
        for (int i = 0; i < streams; i++) {
            requests.add(AudioStreamServiceGrpc.newStub(channels.get(i % connections))
                    .streamAudio(new StreamObserver<>() {
                        @Override
                        public void onNext(TranscriptionResponse response) {
                            wayBack.add(System.nanoTime() - response.getTimestamp());
                        }

                        @Override
                        public void onError(Throwable problem) {
                            failure.set(problem);
                            ended.countDown();
                        }

                        @Override
                        public void onCompleted() {
                            ended.countDown();
                        }
                    }));
        }
        long late = send(requests, chunks);
        requests.forEach(StreamObserver::onCompleted);
        ended.await();
        channels.forEach(ManagedChannel::shutdownNow);
        if (failure.get() != null) {
            throw new IllegalStateException("a stream over " + target + " failed", failure.get());
        }
        Times in = wayIn.get();
        return "%s %.1f %.1f %.1f %.1f %.1f"
                .formatted(
                        target,
                        in.percentileMicros(50),
                        in.percentileMicros(99),
                        wayBack.percentileMicros(50),
                        wayBack.percentileMicros(99),
                        late / 1e3);
    }

    /** Sends chunks at the pace of speech, the streams evenly spread over the length of a chunk. */
    private static long send(List<StreamObserver<AudioChunk>> requests, int chunks) {
        long start = System.nanoTime() + 200_000_000;
        long step = CHUNK_MILLIS * 1_000_000L / requests.size();
        long late = 0;
        byte[] audio = new byte[CHUNK_BYTES];
        for (int chunk = 0; chunk < chunks; chunk++) {
            for (int stream = 0; stream < requests.size(); stream++) {
                long due = start + chunk * CHUNK_MILLIS * 1_000_000L + stream * step;
                long wait = due - System.nanoTime();
                while (wait > 0) {
                    LockSupport.parkNanos(wait);
                    wait = due - System.nanoTime();
                }
                late = Math.max(late, -wait);
                ByteBuffer.wrap(audio).putLong(System.nanoTime());
                requests.get(stream)
                        .onNext(AudioChunk.newBuilder()
                                .setAudioData(ByteString.copyFrom(audio))
                                .setChunkIndex(chunk)
                                .build());
            }
        }
        return late;
    }
}
