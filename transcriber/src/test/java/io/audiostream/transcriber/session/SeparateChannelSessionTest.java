package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.ChannelMode;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.TestSessions.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeparateChannelSessionTest {

    private static final ByteString AGENT =
            TestAudio.sound(1, 30).concat(TestAudio.silence(3)).concat(TestAudio.sound(1, 40));
    private static final ByteString CUSTOMER =
            TestAudio.silence(2).concat(TestAudio.sound(1, 60)).concat(TestAudio.silence(2));
    private static final ByteString CALL = TestAudio.channels(AGENT, CUSTOMER);

    private final FakeEngine engine = new FakeEngine();
    private final TestSessions sessions = new TestSessions(2, engine, TestAudio::everySound);

    @AfterEach
    void close() {
        engine.gate().open();
        sessions.close();
    }

    @Test
    void givesEachChannelItsOwnSegments() throws Exception {
        // given
        Client client = sessions.open(raw(2));

        // when
        client.send(CALL);
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(finals(client, 1)).extracting(SegmentResult::text).containsExactly("w30 w30", "w40 w40");
        assertThat(finals(client, 2)).extracting(SegmentResult::text).containsExactly("w60 w60");
        assertThat(finals(client, 1)).extracting(SegmentResult::index).containsExactly(0, 1);
        assertThat(finals(client, 2)).extracting(SegmentResult::index).containsExactly(0);
        assertThat(client.results()).allMatch(result -> result.channel() > 0);
        assertThat(client.progress().received()).isEqualTo(Duration.ofSeconds(5));
        assertThat(client.progress().channelCommitted()).hasSize(2);
    }

    @Test
    void decodesNoSilenceOfChannel() throws Exception {
        // given
        Client client = sessions.open(raw(2).forRecording());

        // when
        client.send(TestAudio.channels(TestAudio.sound(1, 30), TestAudio.silence(1)));
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(engine.gate().started()).hasSize(1);
    }

    @Test
    void callsOnlyChannelOneIfThereIsOne() throws Exception {
        // given
        Client client = sessions.open(withMode(AudioFormat.UNSPECIFIED, ChannelMode.SEPARATE));

        // when
        client.send(TestAudio.sound(1, 30));
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(client.finals()).extracting(SegmentResult::channel).containsExactly(1);
    }

    @Test
    void commitsWhatAllChannelsHave() throws Exception {
        // given: the second channel speaks on
        Client client = sessions.open(raw(2));

        // when
        client.send(TestAudio.channels(
                TestAudio.sound(1, 30).concat(TestAudio.silence(2)),
                TestAudio.silence(0.5).concat(TestAudio.sound(2.5, 60))));

        // then
        SegmentResult.Progress progress = client.awaitFinals(1).getFirst().progress();
        assertThat(progress.channelCommitted().get(0)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(progress.channelCommitted().get(1)).isLessThan(Duration.ofMillis(501));
        assertThat(progress.committed()).isEqualTo(progress.channelCommitted().get(1));
        assertThat(progress.resumeChunk()).isZero();
    }

    @Test
    void skipsAudioThatAnotherSessionHasTranscribed() throws Exception {
        // given
        Client client = sessions.open(raw(2, Duration.ofSeconds(2), Duration.ZERO));

        // when
        client.send(CALL);
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(finals(client, 1)).extracting(SegmentResult::text).containsExactly("w40 w40");
        assertThat(finals(client, 2)).extracting(SegmentResult::text).containsExactly("w60 w60");
    }

    @Test
    void closesSegmentsOfAllChannelsAtFlush() throws Exception {
        // given
        Client client = sessions.open(raw(2));

        // when
        client.send(TestAudio.channels(TestAudio.sound(1, 30), TestAudio.sound(1, 60)));
        client.session.flush();

        // then
        assertThat(client.awaitFinals(2)).extracting(SegmentResult::endReason).containsOnly(EndReason.FLUSH);
        assertThat(client.finals()).extracting(SegmentResult::channel).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void closesSegmentsOfAllChannelsIfClientIsMute() throws Exception {
        // given
        Client client = sessions.open(raw(2));
        new MuteTimeout(sessions.timer).watch(client.session);
        client.send(TestAudio.channels(TestAudio.sound(1, 30), TestAudio.sound(1, 60)));

        // when
        sessions.timer.advance(Duration.ofSeconds(3));

        // then
        assertThat(client.awaitFinals(2)).extracting(SegmentResult::endReason).containsOnly(EndReason.SILENCE);
        assertThat(client.ended()).isFalse();
    }

    @Test
    void endsAllChannelsOfIdleClient() throws Exception {
        // given
        Client client = sessions.open(raw(2));
        new IdleTimeout(sessions.timer, Duration.ofSeconds(10)).watch(client.session, CallContext.NONE);
        client.send(TestAudio.channels(TestAudio.sound(1, 30), TestAudio.sound(1, 60)));

        // when
        sessions.timer.advance(Duration.ofSeconds(9));

        // then
        assertThat(client.awaitEnd()).get().isInstanceOf(ResumableException.class);
        assertThat(client.finals()).extracting(SegmentResult::endReason).containsOnly(EndReason.IDLE);
        assertThat(client.finals()).hasSize(2);
        assertThat(sessions.slots.inUse()).isZero();
    }

    @Test
    void detectsLanguageOfEachChannel() throws Exception {
        // given: an engine that hears German if it is loud
        engine.transform(transcript -> new Transcript(
                transcript.tokens(), transcript.ending(), transcript.text().contains("w60") ? "de" : "en", 0.9, 0));
        Client client = sessions.open(detectingLanguage(raw(2)));

        // when
        client.send(CALL);
        client.session.end();

        // then
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(finals(client, 1))
                .extracting(result -> result.language().code())
                .containsOnly("en");
        assertThat(finals(client, 2))
                .extracting(result -> result.language().code())
                .containsOnly("de");
    }

    @Test
    void sendsFinalsOfAllChannelsAtDrain() throws Exception {
        // given
        Client client = sessions.open(raw(2));
        client.send(TestAudio.channels(TestAudio.soundAndPause(1, 30), TestAudio.soundAndPause(1, 60)));

        // when
        client.session.drain();

        // then
        assertThat(client.awaitEnd()).get().isInstanceOf(ResumableException.class);
        assertThat(client.finals()).extracting(SegmentResult::text).containsExactlyInAnyOrder("w30 w30", "w60 w60");
    }

    @Test
    void takesSlotForEachChannel() throws Exception {
        // given
        Client client = sessions.open(raw(2));
        assertThat(sessions.slots.inUse()).isEqualTo(2);

        // when
        client.session.cancel();

        // then
        assertThat(sessions.slots.inUse()).isZero();
    }

    @Test
    void isRefusedWithoutSlotForEachChannel() throws Exception {
        // given
        sessions.open(SessionRequest.DEFAULT);
        Permit permit = sessions.sessions.admission().admit("");

        // when
        var refusal = catchThrowableOfType(
                SessionRefusedException.class,
                () -> sessions.sessions.open(permit, raw(2), CallContext.NONE, new IgnoringListener()));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.NO_SLOT);
        assertThat(refusal).hasMessageContaining("2 separate channels take 2 slots, 2 of 2 are in use");
        permit.close();
        assertThat(sessions.slots.inUse()).isEqualTo(1);
    }

    @Test
    void isRefusedWithMoreChannelsThanSlots() throws Exception {
        // given
        Permit permit = sessions.sessions.admission().admit("");

        // when
        var refusal = catchThrowableOfType(
                SessionRefusedException.class,
                () -> sessions.sessions.open(permit, raw(3), CallContext.NONE, new IgnoringListener()));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_CHANNELS);
        assertThat(refusal).hasMessageContaining("3 separate channels take 3 slots, a call can have 2 here");
    }

    /** The header of a file has the number of channels, so the session is open by then. */
    @Test
    void endsIfHeaderHasMoreChannelsThanFreeSlots() throws Exception {
        // given
        sessions.open(SessionRequest.DEFAULT);
        Client client = sessions.open(withMode(AudioFormat.UNSPECIFIED, ChannelMode.SEPARATE));

        // when
        client.sendChunk(TestAudio.wav(2, CALL));

        // then
        assertThat(client.awaitEnd())
                .get()
                .isInstanceOfSatisfying(
                        SessionRefusedException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NO_SLOT));
        assertThat(sessions.slots.inUse()).isEqualTo(1);
    }

    @Test
    void takesSlotsForChannelsOfHeader() throws Exception {
        // given
        Client client = sessions.open(withMode(AudioFormat.UNSPECIFIED, ChannelMode.SEPARATE));

        // when
        client.send(TestAudio.wav(2, CALL));
        int slots = sessions.slots.inUse();
        client.session.end();

        // then
        assertThat(slots).isEqualTo(2);
        assertThat(client.awaitEnd()).isEmpty();
        assertThat(finals(client, 2)).extracting(SegmentResult::text).containsExactly("w60 w60");
    }

    @Test
    void endsIfSkipsAreNotOneForEachChannel() throws Exception {
        // given
        Client client = sessions.open(raw(2, Duration.ofSeconds(1)));

        // when
        client.sendChunk(CALL);

        // then
        assertThat(client.awaitEnd()).get().isInstanceOfSatisfying(SessionRefusedException.class, refusal -> {
            assertThat(refusal.field()).isEqualTo("metadata.channel_skips");
            assertThat(refusal).hasMessageContaining("1 durations for 2 channels");
        });
    }

    @Test
    void refusesSkipOfMixedChannelsAndNegativeSkip() {
        // when
        var mixed = catchThrowableOfType(
                SessionRefusedException.class,
                () -> sessions.sessions.check(request(AudioFormat.UNSPECIFIED, List.of(Duration.ofSeconds(1)))));
        var negative = catchThrowableOfType(
                SessionRefusedException.class,
                () -> sessions.sessions.check(raw(2, Duration.ofSeconds(-1), Duration.ZERO)));

        // then
        assertThat(mixed).hasMessageContaining("need separate_channels");
        assertThat(negative).hasMessageContaining("-1000 ms is out of range: 0 to 86400000 ms");
    }

    private static List<SegmentResult> finals(Client client, int channel) {
        return client.finals().stream()
                .filter(result -> result.channel() == channel)
                .toList();
    }

    private static SessionRequest raw(int channels, Duration... skips) {
        var format =
                new AudioFormat(AudioFormat.Encoding.PCM_S16LE, 16_000, channels, ChannelMode.SEPARATE_AS_DECLARED);
        return request(format, List.of(skips));
    }

    private static SessionRequest withMode(AudioFormat format, ChannelMode mode) {
        return request(format.with(mode), List.of());
    }

    private static SessionRequest detectingLanguage(SessionRequest request) {
        return TestRequest.like(request)
                .language(SessionRequest.Language.of("auto"))
                .build();
    }

    private static SessionRequest request(AudioFormat format, List<Duration> skips) {
        return TestRequest.withDefaults().format(format).channelSkips(skips).build();
    }
}
