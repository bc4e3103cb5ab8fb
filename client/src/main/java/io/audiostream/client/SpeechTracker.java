package io.audiostream.client;

import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes one row of the speech events of a channel in a stream's sessions: each start is followed by its end, and none
 * is there twice. A session that resumes another one reports speech again whose audio it gets again. Not thread-safe.
 */
final class SpeechTracker {

    /** Difference, at most, of the times at which two sessions find the start of the same speech. */
    private static final Duration MAX_DIFFERENCE = Duration.ofMillis(300);

    private Duration sessionStart = Duration.ZERO;
    private boolean speaking;
    private TranscriptionResponse lastStart = TranscriptionResponse.getDefaultInstance();
    private Duration lastEnd = Duration.ZERO;

    /** Notes that a session begins at a position of the stream. */
    void begin(Duration start) {
        sessionStart = start;
    }

    /**
     * Returns the events to pass on for an event of the session.
     *
     * @param event with times from the beginning of the stream
     */
    List<TranscriptionResponse> accept(TranscriptionResponse event) {
        return switch (event.getMetadata().getSpeechEvent()) {
            case SPEECH_EVENT_STARTED ->
                started(event, duration(event.getMetadata().getStartTime()));
            case SPEECH_EVENT_ENDED -> ended(event, duration(event.getMetadata().getEndTime()));
            case SPEECH_EVENT_UNSPECIFIED, UNRECOGNIZED -> List.of(event);
        };
    }

    private List<TranscriptionResponse> started(TranscriptionResponse event, Duration time) {
        if (!speaking) {
            if (time.compareTo(lastEnd) < 0) {
                return List.of(); // the speech was reported before, and so was its end
            }
            speaking = true;
            lastStart = event;
            return List.of(event);
        }
        if (time.compareTo(knownUntil().plus(MAX_DIFFERENCE)) <= 0) {
            return List.of(); // the open speech goes on, or speech before it is reported again
        }
        TranscriptionResponse end = missingEnd();
        lastStart = event;
        return List.of(end, event);
    }

    /** Returns the position up to which the open speech lasts at least: where the session before ended. */
    private Duration knownUntil() {
        Duration start = duration(lastStart.getMetadata().getStartTime());
        return start.compareTo(sessionStart) > 0 ? start : sessionStart;
    }

    private List<TranscriptionResponse> ended(TranscriptionResponse event, Duration time) {
        boolean ofOpenSpeech =
                speaking && time.compareTo(duration(lastStart.getMetadata().getStartTime())) > 0;
        if (!ofOpenSpeech) {
            return List.of();
        }
        speaking = false;
        lastEnd = time;
        return List.of(event);
    }

    /** Returns the missing end of the last speech, if the stream has ended and no session reported it. */
    Optional<TranscriptionResponse> complete() {
        if (!speaking) {
            return Optional.empty();
        }
        speaking = false;
        return Optional.of(missingEnd());
    }

    private TranscriptionResponse missingEnd() {
        lastEnd = knownUntil();
        var time = com.google.protobuf.Duration.newBuilder()
                .setSeconds(lastEnd.getSeconds())
                .setNanos(lastEnd.getNano());
        return lastStart.toBuilder()
                .setMetadata(TranscriptionMetadata.newBuilder()
                        .setSpeechEvent(SpeechEvent.SPEECH_EVENT_ENDED)
                        .setChannel(lastStart.getMetadata().getChannel())
                        .setEndTime(time))
                .build();
    }

    private static Duration duration(com.google.protobuf.Duration time) {
        return Duration.ofSeconds(time.getSeconds(), time.getNanos());
    }
}
