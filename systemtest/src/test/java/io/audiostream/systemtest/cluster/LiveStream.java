package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.audiostream.systemtest.PacedSender;
import io.audiostream.systemtest.Recording;
import io.audiostream.systemtest.ResponseRecorder;
import io.audiostream.systemtest.Timeouts;
import io.grpc.Status.Code;
import java.time.Duration;

/** A stream that sends a recording in real time and records the responses. It half-closes after the last chunk. */
final class LiveStream implements AutoCloseable {

    /** More silence than any test waits for: such a stream ends when the test closes it. */
    private static final Duration ENDLESS = Duration.ofMinutes(30);

    private final ResponseRecorder responses = new ResponseRecorder();
    private final PacedSender sender;
    private final int size;

    private LiveStream(AudioStreamServiceStub stub, ByteString audio) {
        size = audio.size();
        sender = PacedSender.start(stub.streamAudio(responses), audio);
    }

    /** Starts a stream of eleven seconds of speech and then some silence. */
    static LiveStream start(AudioStreamServiceStub stub, Duration silence) {
        return new LiveStream(stub, Recording.jfk().concat(Recording.silence(silence)));
    }

    /** Starts a stream of eleven seconds of speech and then silence, until the test closes it. */
    static LiveStream startOpenEnded(AudioStreamServiceStub stub) {
        return start(stub, ENDLESS);
    }

    /** Starts a stream of the three seconds of {@link Recording#phrase}. */
    static LiveStream startPhrase(AudioStreamServiceStub stub) {
        return new LiveStream(stub, Recording.phrase());
    }

    /**
     * Starts a stream of speech without pauses beyond those of the recording, until the test or the server ends it.
     *
     * @param offset where in the recording the stream starts, so that parallel streams do not pause at the same time
     */
    static LiveStream startContinuous(AudioStreamServiceStub stub, Duration offset) {
        int repeats = Recording.bytes(ENDLESS) / Recording.jfk().size();
        return new LiveStream(stub, Recording.repeated(repeats).substring(Recording.bytes(offset)));
    }

    ResponseRecorder responses() {
        return responses;
    }

    LiveStream awaitFirstResponse() {
        await().atMost(Timeouts.EVENT)
                .until(() -> !responses.responses().isEmpty()
                        || responses.statusNow().isPresent());
        assertThat(responses.responses())
                .as(() -> "responses of a stream with status " + responses.statusNow())
                .isNotEmpty();
        return this;
    }

    /** Waits until the eleven seconds of speech have been sent. */
    LiveStream awaitSpeechSent() {
        sender.awaitSent(Recording.jfk().size());
        return this;
    }

    /** Returns whether the stream is open for more audio. */
    boolean isSending() {
        return sender.isSending();
    }

    /** Waits until all of the audio has been sent. */
    void awaitSent() {
        sender.awaitSent(size);
    }

    /** Waits for the end of a stream and asserts that it succeeded and that the phrase is in its finals. */
    void assertPhrase() {
        assertThat(responses.awaitStatus().getCode())
                .as(() -> "status of the stream: " + responses.statusNow())
                .isEqualTo(Code.OK);
        assertThat(responses.finalText()).contains(Recording.PHRASE_TEXT);
    }

    /** Half-closes the stream now, if it still sends. */
    @Override
    public void close() {
        sender.close();
    }
}
