package io.audiostream.client;

import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a stream keeps across its calls: the audio whose text is not final, the numbers with which the next call
 * continues, and the error that ended the last one. From these it decides whether and when another call follows. Not
 * thread-safe.
 */
final class ResumeState {

    /** A call that lasted so long was progress, also if nothing was said in it. */
    private static final long PROGRESS_NANOS = Duration.ofSeconds(30).toNanos();

    private final ResumableAudio audio;
    private final Outage outage;

    /** Null before the first error. */
    private @Nullable TranscriptionException lastError;

    private boolean answered;
    private String sessionId = "";
    private final ChannelProgress channels = new ChannelProgress();

    ResumeState(AudioMetadata metadata, ResumePolicy policy, RandomGenerator random) {
        audio = new ResumableAudio(metadata, policy);
        outage = new Outage(policy, random);
    }

    ResumableAudio audio() {
        return audio;
    }

    /** Returns whether the stream had a response. */
    boolean isAnswered() {
        return answered;
    }

    /** Makes the next call, which begins with the first sample that is not final. */
    StreamAttempt nextAttempt(ResumableCall stream, long nowNanos) {
        var shift = new ResponseShift(audio.position(), channels.nextSegments());
        return new StreamAttempt(
                stream, shift, audio.metadata(), channels.skips(audio.position()), sessionId, audio.header(), nowNanos);
    }

    /** Returns the positions of the stream at which the channels go on in the next call. */
    IntFunction<Duration> starts() {
        Duration begin = audio.position();
        return channel -> channels.start(channel, begin);
    }

    /** Notes a response, moved to its place in the stream. Returns whether more audio is final. */
    boolean receive(TranscriptionResponse response) {
        answered = true;
        outage.connected();
        if (!response.getSessionId().isEmpty()) {
            sessionId = response.getSessionId();
        }
        if (response.getIsFinal()) {
            channels.finished(response.getMetadata());
        }
        channels.commit(response.getMetadata().getChannelCommittedList().stream()
                .map(ResumeState::duration)
                .toList());
        boolean progress = audio.commit(duration(response.getMetadata().getAudioCommitted()));
        if (progress) {
            outage.end();
        }
        return progress;
    }

    private static Duration duration(com.google.protobuf.Duration time) {
        return Duration.ofSeconds(time.getSeconds(), time.getNanos());
    }

    /** Notes the error that ended a call. Returns whether another call may succeed. */
    boolean fail(StreamAttempt attempt, TranscriptionException error, long callNanos) {
        lastError = error;
        channels.commit(
                error.channelCommitted().stream().map(attempt.shift()::position).toList());
        boolean resumePoint = error.resumeChunk().isPresent()
                && audio.commitBefore(error.resumeChunk().getAsInt());
        boolean lasted = callNanos > PROGRESS_NANOS;
        if (lasted) {
            outage.connected();
        }
        if (resumePoint || lasted) {
            outage.end();
        }
        return ResumableErrors.isResumable(error, answered, outage.attempts() > 0);
    }

    /** Prepares to send again what is not final. Returns the error that ends the stream if that is not possible. */
    Optional<TranscriptionException> rewind() {
        TranscriptionException error = error();
        if (outage.timeout().isZero()) {
            return Optional.of(error);
        }
        return audio.rewind(channels.hasFinals())
                .map(obstacle -> new TranscriptionException(error, obstacle + ": " + error.getMessage(), answered));
    }

    /** Begins another attempt. Returns its delay; empty if the time is over. */
    Optional<Duration> nextDelay(long nowNanos) {
        return outage.next(nowNanos, error().retryDelay().orElse(Duration.ZERO));
    }

    /** Returns the attempt that {@link #nextDelay} began. */
    Reconnection reconnection() {
        return new Reconnection(outage.attempts(), audio.position(), error());
    }

    /** Returns the error that ends the stream because its time is over. */
    TranscriptionException timeout() {
        return new TranscriptionException(
                error(),
                "%s (%d attempts in %s s%s)"
                        .formatted(
                                error().getMessage(),
                                outage.attempts(),
                                outage.timeout().toSeconds(),
                                answered
                                        ? "; text is final up to %.1f s"
                                                .formatted(audio.position().toMillis() / 1e3)
                                        : ""),
                answered);
    }

    private TranscriptionException error() {
        return Objects.requireNonNull(lastError, "no call has failed");
    }
}
