package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.client.AudioStream;
import io.audiostream.client.AudiostreamClient;
import io.audiostream.client.ConnectionOptions;
import io.audiostream.client.Endpoint;
import io.audiostream.client.Reconnection;
import io.audiostream.client.ResumePolicy;
import io.audiostream.client.TranscriptionException;
import io.audiostream.client.TranscriptionListener;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the real transcriber behind the real Envoy during a long recording, while the client resumes.
 * {@code -Dresume.kills=200} kills it so often. The recording goes on until all kills are done, so a slow machine makes
 * it longer.
 */
class ResumeIT {

    private static final int KILLS = Integer.getInteger("resume.kills", 3);

    /** Least repeats of eleven seconds of speech and a pause. A hundred words make one word less than a point. */
    private static final int MIN_REPEATS = 8;

    /** Repeats that may be sent before their text. */
    private static final int MAX_AHEAD = 3;

    private static final int CHUNK_BYTES = Recording.BYTES_PER_SECOND / 2;

    /** A kill comes after at most so many responses of a call. */
    private static final int MAX_RESPONSES = 8;

    private static final ByteString SPEECH = Recording.jfk().concat(Recording.silence(Duration.ofSeconds(1)));

    private static final Duration LENGTH = Duration.ofMillis(1_000L * SPEECH.size() / Recording.BYTES_PER_SECOND);

    private static final String TEXT = "And so my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country. ";

    /** No time limit of the client may end the test on a slow machine. */
    private static final ConnectionOptions PATIENT = ConnectionOptions.builder()
            .resume(ResumePolicy.DEFAULT.withTimeouts(Duration.ofMinutes(10), Duration.ofMinutes(10)))
            .build();

    private final KilledTranscriber transcriber;

    ResumeIT(@TempDir Path folder) {
        transcriber = new KilledTranscriber(folder);
    }

    @AfterEach
    void stop() {
        transcriber.close();
    }

    @Test
    void deliversEachFinalOnceWhenTheTranscriberIsKilled() throws Exception {
        // given
        var kills = new Kills(new Random(20260101));
        Thread killer = Thread.ofVirtual().start(kills);

        // when
        Results disturbed = transcribe(kills::responded, repeats -> repeats < MIN_REPEATS || killer.isAlive());
        killer.join();
        Results undisturbed = transcribe(() -> {}, repeats -> repeats < disturbed.repeats);

        // then
        assertThat(kills.done).as("kills").isEqualTo(KILLS);
        assertThat(disturbed.reconnections).as("attempts to resume").hasSizeGreaterThanOrEqualTo(KILLS);
        assertEachFinalOnce(disturbed.finals);
        String text = TEXT.repeat(disturbed.repeats);
        double expected = WordErrorRate.percent(text, undisturbed.text());
        double actual = WordErrorRate.percent(text, disturbed.text());
        System.out.printf(
                "%d kills, %d attempts, %d finals, %d s: word error rate %.2f %%, without kills %.2f %%%n",
                KILLS,
                disturbed.reconnections.size(),
                disturbed.finals.size(),
                disturbed.repeats * LENGTH.toSeconds(),
                actual,
                expected);
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

    /** @param next whether another repeat follows after a number of repeats */
    private Results transcribe(Runnable onResponse, IntPredicate next) throws Exception {
        var results = new Results(onResponse);
        try (AudiostreamClient client = AudiostreamClient.connect(Endpoint.parse(transcriber.endpoint()), PATIENT);
                AudioStream stream = client.openStream(
                        AudioMetadata.newBuilder().setLanguage("en").build(), results)) {
            for (; next.test(results.repeats); results.repeats++) {
                results.awaitFinal(LENGTH.multipliedBy(results.repeats - MAX_AHEAD));
                for (int at = 0; at < SPEECH.size(); at += CHUNK_BYTES) {
                    stream.send(SPEECH.substring(at, Math.min(SPEECH.size(), at + CHUNK_BYTES)));
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
        private final Semaphore changes = new Semaphore(0);
        private volatile Duration committed = Duration.ZERO;
        private volatile boolean ended;
        private int repeats;

        Results(Runnable onResponse) {
            this.onResponse = onResponse;
        }

        String text() {
            return finals.stream().map(TranscriptionResponse::getText).collect(Collectors.joining(" "));
        }

        /** Waits until the text is final up to a position, or the stream has ended. */
        void awaitFinal(Duration position) throws InterruptedException {
            while (committed.compareTo(position) < 0 && !ended) {
                changes.acquire();
            }
        }

        @Override
        public void onInterim(TranscriptionResponse interim) {
            onResponse.run();
        }

        @Override
        public void onFinal(TranscriptionResponse result) {
            finals.add(result);
            committed =
                    Duration.ofMillis(Durations.toMillis(result.getMetadata().getAudioCommitted()));
            changes.release();
            onResponse.run();
        }

        @Override
        public void onFailure(TranscriptionException failure) {
            ended = true;
            changes.release();
        }

        @Override
        public void onReconnecting(Reconnection reconnection) {
            reconnections.add(reconnection);
        }
    }
}
