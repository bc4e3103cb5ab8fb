package io.audiostream.systemtest.cluster;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.audiostream.systemtest.Answers;
import io.audiostream.systemtest.Microphone;
import io.audiostream.systemtest.Recording;
import java.time.Duration;

/** Somebody who speaks on a stream of their own, and what they are answered. */
final class Speaker implements AutoCloseable {

    private final Answers answers = new Answers();
    private final Microphone microphone;

    private Speaker(AudioStreamServiceStub client, ByteString audio) {
        microphone = Microphone.speak(client.streamAudio(answers), audio);
    }

    /** Says the eleven seconds of the recording once, then is silent for so long, then ends the stream when told to. */
    static Speaker start(AudioStreamServiceStub client, Duration silence) {
        byte[] quiet = new byte[Math.toIntExact(silence.toMillis() * Recording.SECOND / 1_000)];
        return new Speaker(client, Recording.jfk().concat(ByteString.copyFrom(quiet)));
    }

    Answers answers() {
        return answers;
    }

    Speaker awaitFirstAnswer() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !answers.all().isEmpty());
        return this;
    }

    /** Waits until all has been said and ends the stream. */
    Answers finish() {
        await().atMost(Duration.ofMinutes(3)).until(() -> !microphone.speaking());
        microphone.close();
        return answers;
    }

    @Override
    public void close() {
        microphone.close();
    }
}
