package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * Streams recordings concurrently, with the decoder as their clock: the next 100 ms are sent when the decodes of the
 * previous ones have ended. So the results are those of a machine that keeps up with real time, at any speed of the
 * machine. No other session may send audio meanwhile.
 */
final class PacedStreams {

    private static final int BYTES_PER_SAMPLE = 2;
    private static final int CHUNK_BYTES = Recording.BYTES_PER_SECOND / 10;

    private PacedStreams() {}

    /**
     * A stream to send.
     *
     * @param pcm its audio, of at least one sample
     */
    record Request(ByteString pcm, AudioMetadata metadata) {}

    /** Returns the responses of each stream, in the order of the requests. All streams end with OK. */
    static List<ResponseRecorder> run(RealServer server, List<Request> requests) {
        List<ResponseRecorder> responses = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += RealServer.SLOTS) {
            int to = Math.min(from + RealServer.SLOTS, requests.size());
            responses.addAll(runTogether(server, requests.subList(from, to)));
        }
        return responses;
    }

    private static List<ResponseRecorder> runTogether(RealServer server, List<Request> requests) {
        List<PacedStream> streams = requests.stream()
                .map(request -> new PacedStream(server, request))
                .toList();
        long samples = server.receivedSamples();
        while (streams.stream().anyMatch(PacedStream::hasNext)) {
            for (PacedStream stream : streams) {
                samples += stream.sendNext();
            }
            server.awaitIdle(samples);
        }
        for (PacedStream stream : streams) {
            assertThat(stream.responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        }
        return streams.stream().map(stream -> stream.responses).toList();
    }

    private static final class PacedStream {

        private final Request request;
        private final ResponseRecorder responses = new ResponseRecorder();
        private final StreamObserver<AudioChunk> stream;
        private int sentBytes;

        PacedStream(RealServer server, Request request) {
            this.request = request;
            stream = server.async().streamAudio(responses);
        }

        boolean hasNext() {
            return sentBytes < request.pcm.size();
        }

        /** Sends the next chunk, if any, and returns its number of samples. */
        int sendNext() {
            if (!hasNext()) {
                return 0;
            }
            int from = sentBytes;
            sentBytes = Math.min(from + CHUNK_BYTES, request.pcm.size());
            AudioChunk.Builder chunk = AudioChunk.newBuilder().setAudioData(request.pcm.substring(from, sentBytes));
            if (from == 0) {
                chunk.setMetadata(request.metadata);
            }
            stream.onNext(chunk.build());
            if (!hasNext()) {
                stream.onCompleted();
            }
            return (sentBytes - from) / BYTES_PER_SAMPLE;
        }
    }
}
