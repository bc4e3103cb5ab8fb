package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.audiostream.systemtest.Answers;
import io.audiostream.systemtest.Microphone;
import io.audiostream.systemtest.Recording;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody who speaks on a stream of their own, ends it when all is said, and what they are answered. */
final class Speaker implements AutoCloseable {

    private static final Duration LONGEST_SPEECH = Duration.ofMinutes(15);

    private final Answers answers = new Answers();
    private final Microphone microphone;

    private final AtomicBoolean ended = new AtomicBoolean();

    private Speaker(AudioStreamServiceStub client, ByteString audio) {
        microphone = Microphone.speak(client.streamAudio(answers), audio);
        Thread.ofVirtual().start(() -> {
            await().atMost(LONGEST_SPEECH).until(() -> !microphone.speaking() || ended.get());
            close();
        });
    }

    /** Says the eleven seconds of the recording once, then is silent for so long. */
    static Speaker start(AudioStreamServiceStub client, Duration silence) {
        byte[] quiet = new byte[bytes(silence)];
        return new Speaker(client, Recording.jfk().concat(ByteString.copyFrom(quiet)));
    }

    /** Says three seconds of the recording: "what your country can do for you". */
    static Speaker brief(AudioStreamServiceStub client) {
        return new Speaker(
                client, Recording.jfk().substring(bytes(Duration.ofMillis(5_200)), bytes(Duration.ofMillis(8_200))));
    }

    /**
     * Says the recording over and over, for at least so long, from so far into it: two of them need not pause together.
     */
    static Speaker talkative(AudioStreamServiceStub client, Duration time, Duration from) {
        ByteString audio = Recording.jfk().substring(bytes(from));
        while (audio.size() < bytes(time)) {
            audio = audio.concat(Recording.jfk());
        }
        return new Speaker(client, audio);
    }

    private static int bytes(Duration time) {
        return Math.toIntExact(time.toMillis() * Recording.SECOND / 1_000);
    }

    Answers answers() {
        return answers;
    }

    Speaker awaitFirstAnswer() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !answers.all().isEmpty() || answers.ended() != null);
        assertThat(answers.all())
                .as(() -> "answers of a stream that ended with " + answers.ended())
                .isNotEmpty();
        return this;
    }

    /** Waits until all has been said and answered. */
    Answers finish() {
        answers.status();
        return answers;
    }

    /** Ends the stream early. */
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            microphone.close();
        }
    }
}
