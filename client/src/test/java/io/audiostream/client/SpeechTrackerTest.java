package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are in ms from the beginning of the stream. */
class SpeechTrackerTest {

    private final SpeechTracker tracker = new SpeechTracker();
    private final List<String> passed = new ArrayList<>();

    @Test
    void passesEventsOfOneSession() {
        // when
        report(started(0), ended(900), started(900), ended(2_000));

        // then
        assertThat(complete()).containsExactly("started 0", "ended 900", "started 900", "ended 2000");
    }

    /** The connection broke after the events and before the final. */
    @Test
    void dropsSpeechThatResumedSessionReportsAgain() {
        // given
        report(started(1_000), ended(3_000));

        // when
        resume(700);
        report(started(980), ended(3_020), started(5_000), ended(6_000));

        // then
        assertThat(complete()).containsExactly("started 1000", "ended 3000", "started 5000", "ended 6000");
    }

    /** The finals of several utterances were pending. */
    @Test
    void dropsSpeechBeforeOpenSpeech() {
        // given
        report(started(1_000), ended(3_000), started(4_000));

        // when
        resume(700);
        report(started(980), ended(3_020), started(4_010), ended(6_000), started(7_000), ended(8_000));

        // then
        assertThat(complete())
                .containsExactly(
                        "started 1000", "ended 3000", "started 4000", "ended 6000", "started 7000", "ended 8000");
    }

    @Test
    void goesOnWithSpeechInWhichConnectionBroke() {
        // given
        report(started(1_000));

        // when
        resume(700);
        report(started(1_030), ended(4_000));

        // then
        assertThat(complete()).containsExactly("started 1000", "ended 4000");
    }

    /** A segment of the speech was final, so the rest of it is sent again. */
    @Test
    void goesOnWithSpeechWhoseBeginningIsFinal() {
        // given
        report(started(1_000));

        // when
        resume(21_000);
        report(started(21_000), ended(24_000));

        // then
        assertThat(complete()).containsExactly("started 1000", "ended 24000");
    }

    /** The session before ended with the speech, so that no session found its end. */
    @Test
    void endsSpeechThatDoesNotGoOn() {
        // given
        report(started(1_000));

        // when
        resume(3_000);
        report(started(7_000), ended(8_000));

        // then
        assertThat(complete()).containsExactly("started 1000", "ended 3000", "started 7000", "ended 8000");
    }

    @Test
    void endsSpeechAtEndOfStream() {
        // given
        report(started(1_000));

        // when
        resume(3_000);

        // then
        assertThat(complete()).containsExactly("started 1000", "ended 3000");
    }

    @Test
    void dropsSpeechThatIsReportedByTwoResumedSessions() {
        // given
        report(started(1_000), ended(3_000));
        resume(700);
        report(started(1_000));

        // when
        resume(700);
        report(started(1_000), ended(3_000), started(4_000), ended(5_000));

        // then
        assertThat(complete()).containsExactly("started 1000", "ended 3000", "started 4000", "ended 5000");
    }

    private void resume(long millis) {
        tracker.begin(Duration.ofMillis(millis));
    }

    private void report(TranscriptionMetadata.Builder... events) {
        for (TranscriptionMetadata.Builder event : events) {
            tracker.accept(TranscriptionResponse.newBuilder().setMetadata(event).build())
                    .forEach(this::pass);
        }
    }

    private List<String> complete() {
        tracker.complete().ifPresent(this::pass);
        return passed;
    }

    private void pass(TranscriptionResponse event) {
        TranscriptionMetadata metadata = event.getMetadata();
        passed.add(
                metadata.getSpeechEvent() == SpeechEvent.SPEECH_EVENT_STARTED
                        ? "started " + Durations.toMillis(metadata.getStartTime())
                        : "ended " + Durations.toMillis(metadata.getEndTime()));
    }

    private static TranscriptionMetadata.Builder started(long millis) {
        return TranscriptionMetadata.newBuilder()
                .setSpeechEvent(SpeechEvent.SPEECH_EVENT_STARTED)
                .setStartTime(Durations.fromMillis(millis));
    }

    private static TranscriptionMetadata.Builder ended(long millis) {
        return TranscriptionMetadata.newBuilder()
                .setSpeechEvent(SpeechEvent.SPEECH_EVENT_ENDED)
                .setEndTime(Durations.fromMillis(millis));
    }
}
