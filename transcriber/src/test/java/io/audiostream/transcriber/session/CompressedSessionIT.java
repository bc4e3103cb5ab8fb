package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.ChannelMode;
import io.audiostream.transcriber.audio.CompressedFiles;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.ffmpeg.FfmpegProgram;
import io.audiostream.transcriber.session.TestSessions.Client;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of compressed audio, with the real ffmpeg: their results, and what they leave behind. */
class CompressedSessionIT {

    private static final Duration LENGTH = Duration.ofMillis(2_987);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TestSessions server = new TestSessions(2);

    @BeforeEach
    void useFfmpeg() {
        server.transcoders = FfmpegProgram.load(TestModel.ffmpeg(), timer);
    }

    @AfterEach
    void close() {
        server.close();
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"counting.mp3", "counting.flac", "counting.opus", "counting.webm", "counting.m4a"})
    void transcribesWholeRecording(String name) throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT.forRecording());

        // when
        client.session.recording(ByteBuffer.wrap(CompressedFiles.read(name)));

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).isNotEmpty();
        assertThat(client.progress().received()).isBetween(LENGTH.minusMillis(200), LENGTH.plusMillis(200));
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"antiphase.flac", "stereo44.mp3"})
    void transcribesEachChannelSeparately(String name) throws SessionRefusedException {
        // given
        Client client = server.open(separately(SessionRequest.DEFAULT.forRecording()));

        // when
        client.session.recording(ByteBuffer.wrap(CompressedFiles.read(name)));

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).extracting(SegmentResult::channel).contains(1, 2);
        assertThat(client.progress().channelCommitted()).hasSize(2);
        assertNothingLeft();
    }

    private static SessionRequest separately(SessionRequest request) {
        return TestRequest.like(request)
                .format(request.format().with(ChannelMode.SEPARATE))
                .build();
    }

    @Test
    void sendsInterimsOfLiveStream() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT);
        ByteString file = ByteString.copyFrom(CompressedFiles.read("counting.webm"));

        // when
        client.send(file.substring(0, file.size() / 2));
        await().until(() -> !client.results().isEmpty());
        assertThat(client.ended()).isFalse();
        client.send(file.substring(file.size() / 2));
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).isNotEmpty();
        assertNothingLeft();
    }

    @Test
    void transcribesVoiceNoteThatIsSentInChunks() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT.forRecording());
        ByteString file = ByteString.copyFrom(CompressedFiles.read("counting.m4a"));

        // when
        client.send(file.substring(0, 5_000), file.substring(5_000));
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).isNotEmpty();
        assertNothingLeft();
    }

    @Test
    void failsAfterTheTextOfAudioThatIsCutOff() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT);
        ByteString file = ByteString.copyFrom(CompressedFiles.read("counting.flac"));

        // when
        client.send(file.substring(0, file.size() * 6 / 10));
        client.session.end();

        // then
        assertThat(client.awaitEnd())
                .hasValueSatisfying(failure -> assertThat(failure)
                        .isInstanceOf(AudioException.class)
                        .hasMessageContaining("the FLAC audio is damaged, cut off"));
        assertThat(client.finals()).isNotEmpty();
        assertNothingLeft();
    }

    @Test
    void leavesNothingWhenClientCancels() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT);
        client.send(ByteString.copyFrom(CompressedFiles.read("counting.webm")).substring(0, 3_000));

        // when
        client.session.cancel();

        // then
        assertNothingLeft();
    }

    @Test
    void leavesNothingWhenServerAbandonsSession() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT);
        client.send(ByteString.copyFrom(CompressedFiles.read("counting.mp3")).substring(0, 3_000));

        // when
        client.session.abandon();

        // then
        assertThat(client.awaitEnd()).containsInstanceOf(ResumableException.class);
        assertNothingLeft();
    }

    @Test
    void resumesFromTheFirstChunk() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT);
        ByteString file = ByteString.copyFrom(CompressedFiles.read("counting.webm"));
        client.send(file.substring(0, 4_000), file.substring(4_000, 6_000));

        // when
        client.session.drain();

        // then
        assertThat(client.awaitEnd())
                .hasValueSatisfying(failure -> assertThat(
                                ((ResumableException) failure).progress().resumeChunk())
                        .isZero());
    }

    @Test
    void reportsEmptyAudio() throws SessionRefusedException {
        // given
        Client client = server.open(SessionRequest.DEFAULT.forRecording());

        // when
        client.session.recording(ByteBuffer.wrap(new byte[] {'f', 'L', 'a', 'C'}));

        // then
        assertThat(client.awaitEnd())
                .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(AudioException.class));
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        await().untilAsserted(() -> {
            assertThat(ProcessHandle.current().children()).as("processes").isEmpty();
            assertThat(server.slots.inUse()).as("slots").isZero();
            assertThat(server.sessions.count()).as("sessions").isZero();
        });
    }
}
