package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A telephone call with the agent in the first channel and the customer in the second. */
class SeparateChannelsTest {

    private static final ByteString CALL = TestAudio.channels(
            TestAudio.sound(1, 30).concat(TestAudio.silence(3)).concat(TestAudio.sound(1, 40)),
            TestAudio.silence(2).concat(TestAudio.sound(1, 60)).concat(TestAudio.silence(2)));

    private static final AudioMetadata STEREO =
            AudioMetadata.newBuilder().setChannels(2).setSeparateChannels(true).build();

    private final TestServer server = TestServer.ready(2);

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void streamsSegmentsWithTheirChannel() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(
                AudioChunk.newBuilder().setMetadata(STEREO).setAudioData(CALL).build());
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals())
                .extracting(response -> response.getMetadata().getChannel() + ": " + response.getText())
                .containsExactlyInAnyOrder("1: w30 w30", "2: w60 w60", "1: w40 w40");
        assertThat(responses.all()).allMatch(response -> response.getMetadata().getChannelCommittedCount() == 2);
    }

    @Test
    void reportsSpeechOfEachChannel() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(STEREO.toBuilder().setSpeechEvents(true))
                .setAudioData(CALL)
                .build());
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.all())
                .extracting(TranscriptionResponse::getMetadata)
                .filteredOn(metadata -> metadata.getSpeechEvent() == SpeechEvent.SPEECH_EVENT_STARTED)
                .extracting(TranscriptionMetadata::getChannel)
                .containsExactly(1, 2, 1);
    }

    @Test
    void returnsConversationWithChannelsOfWords() {
        // given
        AudioMetadata withWords = STEREO.toBuilder().setWordTimestamps(true).build();

        // when
        TranscriptionResponse response = server.blocking().transcribeAudio(file(withWords));

        // then
        assertThat(response.getText()).isEqualTo("""
                Channel 1: w30 w30
                Channel 2: w60 w60
                Channel 1: w40 w40""");
        assertThat(response.getMetadata().getChannel()).isZero();
        assertThat(response.getMetadata().getWordsList())
                .extracting(Word::getChannel)
                .containsExactly(1, 1, 2, 2, 1, 1);
    }

    @Test
    void streamsFinalsOfRecording() {
        // when
        List<TranscriptionResponse> responses = new ArrayList<>();
        server.blocking().streamTranscriptions(file(STEREO)).forEachRemaining(responses::add);

        // then
        assertThat(responses)
                .extracting(TranscriptionResponse::getMetadata)
                .extracting(TranscriptionMetadata::getChannel)
                .containsExactlyInAnyOrder(1, 2, 1);
    }

    @Test
    void mixesChannelsByDefault() {
        // when
        TranscriptionResponse response = server.blocking()
                .transcribeAudio(file(AudioMetadata.newBuilder().setChannels(2).build()));

        // then
        assertThat(response.getText()).isEqualTo("w15 w15 w30 w30 w20 w20");
        assertThat(response.getMetadata().getChannelCommittedCount()).isZero();
    }

    @Test
    void resumesEachChannelWhereItsFinalsEnd() {
        // given: the agent's final is there while the customer speaks
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(STEREO)
                .setAudioData(
                        TestAudio.channels(TestAudio.sound(1, 30).concat(TestAudio.silence(2)), TestAudio.sound(3, 60)))
                .build());
        responses.awaitFinals(1);

        // when: the pod dies
        server.sessions.abandonAll();

        // then
        StatusRuntimeException failure = responses.failure();
        assertThat(ResumePoint.of(failure)).isEqualTo("DRAINING 0");
        String committed = ResumePoint.info(failure).getMetadataOrThrow("channel_committed");
        assertThat(committed).matches("[0-9]+\\.[0-9]{9},[0-9]+\\.[0-9]{9}");
        assertThat(Double.parseDouble(committed.split(",")[0])).isGreaterThan(1);
        assertThat(Double.parseDouble(committed.split(",")[1])).isLessThan(0.5);
    }

    @Test
    void refusesMoreChannelsThanSlots() {
        // given
        AudioMetadata surround = STEREO.toBuilder().setChannels(6).build();

        // when
        var refusal = catchThrowableOfType(
                StatusRuntimeException.class, () -> server.blocking().transcribeAudio(file(surround)));

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refusal).hasMessageContaining("metadata.separate_channels: 6 separate channels take 6 slots");
    }

    @Test
    void refusesSkipsForMixedChannels() {
        // given
        AudioMetadata mixed = AudioMetadata.newBuilder()
                .addChannelSkips(Durations.fromSeconds(1))
                .build();

        // when
        var refusal = catchThrowableOfType(
                StatusRuntimeException.class, () -> server.blocking().transcribeAudio(file(mixed)));

        // then
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal).hasMessageContaining("metadata.channel_skips: there are 1 durations");
    }

    @Test
    void countsSlotsAndAudioOfAllChannels() {
        // when
        var unused = server.blocking().transcribeAudio(file(STEREO));

        // then
        assertThat(unused.getIsFinal()).isTrue();
        assertThat(server.metrics.scrape()).contains("audiostream_audio_received_seconds_total 10.0");
        assertThat(server.slots.inUse()).isZero();
    }

    private static AudioFile file(AudioMetadata metadata) {
        return AudioFile.newBuilder().setMetadata(metadata).setAudioData(CALL).build();
    }
}
