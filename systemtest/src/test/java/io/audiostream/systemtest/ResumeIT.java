package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.client.AudioStream;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Endpoint;
import io.audiostream.client.Reconnection;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL of the real transcriber during a long recording, while the client resumes. {@code -Dresume.kills=200} kills
 * it so often; the recording grows with the number.
 */
class ResumeIT {

    private static final int KILLS = Integer.getInteger("resume.kills", 3);

    /** Repeats of eleven seconds of speech and a pause. At least one hundred words make one word less than a point. */
    private static final int REPEATS = Math.max(8, 3 * KILLS);

    private static final int CHUNK_BYTES = Recording.BYTES_PER_SECOND / 2;

    /** A kill comes after at most so many responses of a call. */
    private static final int MAX_RESPONSES = 8;

    private static final String TEXT = "And so my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country. ";

    private final KilledTranscriber transcriber = new KilledTranscriber();

    @AfterEach
    void stop() {
        transcriber.close();
    }

    @Test
    void deliversEachFinalOnceWhenTheTranscriberIsKilled() throws Exception {
        // given
        var random = new Random(20260101);
        Results undisturbed = transcribe(() -> {});

        // when
        var kills = new Kills(random);
        Thread killer = Thread.ofVirtual().start(kills);
        Results disturbed = transcribe(kills::responded);
        killer.interrupt();
        killer.join();

        // then
        assertThat(kills.done).as("kills").isEqualTo(KILLS);
        assertThat(disturbed.reconnections).as("attempts to resume").hasSizeGreaterThanOrEqualTo(KILLS);
        assertEachFinalOnce(disturbed.finals);
        double expected = WordErrorRate.percent(TEXT.repeat(REPEATS), undisturbed.text());
        double actual = WordErrorRate.percent(TEXT.repeat(REPEATS), disturbed.text());
        System.out.printf(
                "%d kills, %d attempts, %d finals: word error rate %.2f %%, without kills %.2f %%%n",
                KILLS, disturbed.reconnections.size(), disturbed.finals.size(), actual, expected);
        assertThat(actual).as("word error rate").isLessThanOrEqualTo(expected + 1);
    }

    /** The finals have consecutive numbers, and the audio of none overlaps that of another. */
    private static void assertEachFinalOnce(List<TranscriptionResponse> finals) {
        long end = 0;
        for (int i = 0; i < finals.size(); i++) {
            var metadata = finals.get(i).getMetadata();
            assertThat(metadata.getSegmentIndex()).as("number of final %d", i).isEqualTo(i);
            assertThat(Durations.toMillis(metadata.getStartTime()))
                    .as("start of final %d", i)
                    .isGreaterThanOrEqualTo(end);
            end = Durations.toMillis(metadata.getEndTime());
        }
    }

    private Results transcribe(Runnable onResponse) throws Exception {
        var results = new Results(onResponse);
        ByteString pause = Recording.silence(Duration.ofSeconds(1));
        ByteString speech = Recording.jfk().concat(pause);
        try (AudiostreamClient client = AudiostreamClient.connect(
                        Endpoint.parse(transcriber.endpoint()),
                        ConnectionOptions.builder().build());
                AudioStream stream = client.openStream(
                        AudioMetadata.newBuilder().setLanguage("en").build(), results)) {
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                for (int at = 0; at < speech.size(); at += CHUNK_BYTES) {
                    stream.send(speech.substring(at, Math.min(speech.size(), at + CHUNK_BYTES)));
                }
            }
            stream.finish();
            stream.awaitEnd();
        }
        return results;
    }

    /** Kills the transcriber after a random number of responses since its start. */
    private final class Kills implements Runnable {

        private final Random random;
        private final Semaphore responses = new Semaphore(0);
        private volatile int done;

        Kills(Random random) {
            this.random = random;
        }

        void responded() {
            responses.release();
        }

        @Override
        public void run() {
            try {
                while (done < KILLS) {
                    responses.drainPermits();
                    responses.acquire(1 + random.nextInt(MAX_RESPONSES));
                    transcriber.killAndRestart();
                    done++;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Results implements TranscriptionListener {

        private final List<TranscriptionResponse> finals = new CopyOnWriteArrayList<>();
        private final List<Reconnection> reconnections = new CopyOnWriteArrayList<>();
        private final Runnable onResponse;

        Results(Runnable onResponse) {
            this.onResponse = onResponse;
        }

        String text() {
            return finals.stream().map(TranscriptionResponse::getText).collect(Collectors.joining(" "));
        }

        @Override
        public void onInterim(TranscriptionResponse interim) {
            onResponse.run();
        }

        @Override
        public void onFinal(TranscriptionResponse result) {
            finals.add(result);
            onResponse.run();
        }

        @Override
        public void onReconnecting(Reconnection reconnection) {
            reconnections.add(reconnection);
        }
    }
}
