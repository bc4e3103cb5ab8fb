package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.EndReason;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Speech, then no audio at all for some time, then speech again: every word of both, in segments of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MuteContract {

    private static final int CHUNK_BYTES = Recording.BYTES_PER_SECOND / 10;

    /** More than the endpointing silence and its margin. */
    private static final Duration MUTE = Duration.ofSeconds(2);

    private RealServer server;
    private long sentSamples;

    abstract RealServer start() throws IOException;

    @BeforeAll
    void open() throws IOException {
        server = start();
    }

    @AfterAll
    void close() throws InterruptedException {
        server.close();
    }

    static List<Recording> secondUtterances() {
        return List.of(Recording.JFK, withoutLeadIn(Recording.JFK), Recording.COUNTING);
    }

    @ParameterizedTest
    @MethodSource("secondUtterances")
    void transcribesUtterancesBeforeAndAfterMute(Recording second) {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        Recording first = Recording.COUNTING;
        double mutedAt = first.seconds();

        // when
        send(stream, first);
        mute(responses, first, 0);
        int before = responses.finals().size();
        send(stream, second);
        mute(responses, second, before);
        stream.onCompleted();

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals().getLast().getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_SILENCE);
        String textBefore = text(responses.finals(), segment -> endOf(segment) <= mutedAt);
        String textAfter = text(responses.finals(), segment -> endOf(segment) > mutedAt);
        assertThat(WordErrors.count(first.text(), textBefore)).as(textBefore).isLessThanOrEqualTo(1);
        assertThat(WordErrors.count(second.text(), textAfter)).as(textAfter).isLessThanOrEqualTo(1);
    }

    private void send(StreamObserver<AudioChunk> stream, Recording recording) {
        ByteString pcm = recording.pcm();
        for (int from = 0; from < pcm.size(); from += CHUNK_BYTES) {
            stream.onNext(AudioChunk.newBuilder()
                    .setAudioData(pcm.substring(from, Math.min(from + CHUNK_BYTES, pcm.size())))
                    .build());
        }
        sentSamples += pcm.size() / 2;
        server.awaitIdle(sentSamples);
    }

    /** Lets time pass, with nothing sent, until the last word of the recording is in a final. */
    private void mute(ResponseRecorder responses, Recording recording, int finalsBefore) {
        String lastWord = WordErrors.words(recording.text()).getLast();
        Awaitility.await().atMost(ENGINE_TIMEOUT).until(() -> {
            server.waits.advance(MUTE);
            List<TranscriptionResponse> finals = responses.finals();
            return finals.size() > finalsBefore
                    && WordErrors.words(finals.getLast().getText()).contains(lastWord);
        });
    }

    private static String text(List<TranscriptionResponse> finals, Predicate<TranscriptionResponse> filter) {
        return finals.stream()
                .filter(filter)
                .map(TranscriptionResponse::getText)
                .collect(Collectors.joining(" "));
    }

    private static double endOf(TranscriptionResponse segment) {
        return Durations.toMillis(segment.getMetadata().getEndTime()) / 1_000.0;
    }

    /** Cuts the silence before the first word, so that the audio after the mute begins with speech. */
    private static Recording withoutLeadIn(Recording recording) {
        return new Recording(
                recording.text(),
                recording.language(),
                recording.pcm().substring(Recording.BYTES_PER_SECOND * 32 / 100));
    }
}
