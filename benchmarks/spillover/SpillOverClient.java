import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Opens as many streams as a service has slots, over one connection to one of its pods, and measures the time from the
 * begin of each stream to its first answer. Then it measures how soon further streams are refused.
 *
 * <p>Arguments: host, port, name of that pod, slots of all pods, rounds. A round opens the streams one after the other, and
 * then again all at once. Prints one line per stream: what was measured, then the time in nanoseconds.
 */
class SpillOverClient {
    /** 100 ms of 16 kHz mono samples of 16 bits. */
    private static final ByteString AUDIO = ByteString.copyFrom(new byte[3200]);

    private static final int REFUSED_STREAMS_PER_ROUND = 5;

    /** The first rounds warm up the code of client, servers and Envoys, and are not printed. */
    private static final int WARM_UP_ROUNDS = 3;

    /** A stream that sends one chunk, and notes when the answer or the end comes. */
    private static final class Stream implements StreamObserver<TranscriptionResponse> {
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        final CountDownLatch ended = new CountDownLatch(1);
        private final long start = System.nanoTime();
        private final StreamObserver<AudioChunk> chunks;

        Stream(ManagedChannel channel) {
            chunks = AudioStreamServiceGrpc.newStub(channel).streamAudio(this);
            chunks.onNext(AudioChunk.newBuilder().setAudioData(AUDIO).build());
        }

        @Override
        public void onNext(TranscriptionResponse response) {
            outcome.complete(new Outcome(response.getText(), System.nanoTime() - start));
        }

        @Override
        public void onError(Throwable failure) {
            var status = Status.fromThrowable(failure);
            if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                outcome.complete(new Outcome("", System.nanoTime() - start));
            } else {
                outcome.completeExceptionally(failure);
            }
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }

    /**
     * What became of a stream.
     *
     * @param pod name of the pod that answered; empty: the stream was refused
     */
    private record Outcome(String pod, long nanos) {
        boolean isRefusal() {
            return pod.isEmpty();
        }
    }

    public static void main(String[] arguments) throws Exception {
        String ownPod = arguments[2];
        int slots = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        ManagedChannel channel = NettyChannelBuilder.forAddress(arguments[0], Integer.parseInt(arguments[1]))
                .usePlaintext()
                .build();
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            var lines = new ArrayList<String>();
            round(channel, "one-by-one", false, slots, ownPod, lines);
            round(channel, "at-once", true, slots, ownPod, lines);
            if (round >= WARM_UP_ROUNDS) {
                lines.forEach(System.out::println);
            }
        }
        channel.shutdownNow();
    }

    private static void round(
            ManagedChannel channel, String name, boolean atOnce, int slots, String ownPod, List<String> lines)
            throws Exception {
        var streams = new ArrayList<Stream>();
        for (int i = 0; i < slots; i++) {
            streams.add(new Stream(channel));
            if (!atOnce) {
                streams.getLast().outcome.get();
            }
        }
        for (Stream stream : streams) {
            Outcome outcome = stream.outcome.get();
            String what = outcome.isRefusal() ? "refused" : outcome.pod().equals(ownPod) ? "own" : "other";
            lines.add("%s-%s %d".formatted(name, what, outcome.nanos()));
        }
        for (int i = 0; i < REFUSED_STREAMS_PER_ROUND; i++) {
            Outcome outcome = new Stream(channel).outcome.get();
            if (!outcome.isRefusal()) {
                throw new IllegalStateException("pod " + outcome.pod() + " has served one stream more than all slots");
            }
            lines.add("further %d".formatted(outcome.nanos()));
        }
        for (Stream stream : streams) {
            if (!stream.outcome.get().isRefusal()) {
                stream.chunks.onCompleted();
            }
        }
        for (Stream stream : streams) {
            stream.ended.await();
        }
    }
}
