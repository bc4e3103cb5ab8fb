package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Splits a stream of 16 kHz samples into utterances: speech between pauses. They are in order and never overlap. Every
 * frame of speech lies in an utterance, except for blips that are too short for a word. Positions count samples from
 * the start of the stream; the silence before it has negative positions. Not thread-safe.
 */
public final class Endpointer {

    /** A change that the endpointer found in the stream. */
    public sealed interface Event {}

    /**
     * A segment started.
     *
     * @param atSample its first sample, a little before the speech
     */
    public record SpeechStarted(long atSample) implements Event {}

    /**
     * Speech stopped for 300 ms. Reported once in each pause, unless the segment ends before.
     *
     * @param endSample end of the segment if speech does not resume
     */
    public record SpeechPaused(long endSample) implements Event {}

    /**
     * A segment is complete.
     *
     * @param startSample its first sample, as in {@link SpeechStarted}
     * @param endSample the position after its last sample
     */
    public record SpeechEnded(long startSample, long endSample, Reason reason) implements Event {}

    /** Why a segment ended. */
    public enum Reason {
        /** Speech stopped for {@link EndpointingConfig#silence}. */
        SILENCE,
        /** {@link #close} was called. */
        CLOSED
    }

    private static final int RATE_HERTZ = 16_000;

    /** Probability of speech from which speech starts. */
    private static final float START_THRESHOLD = 0.5f;

    /** Probability of speech from which speech continues: between words the detector is less certain. */
    private static final float CONTINUE_THRESHOLD = 0.35f;

    private static final int MARGIN_MILLIS = 300;

    /** Samples before and after speech that belong to the segment, for quiet first and last sounds. */
    private static final int MARGIN = RATE_HERTZ * MARGIN_MILLIS / 1_000;

    /**
     * Silence before the stream. A segment whose speech begins with the stream starts inside this silence, at a
     * negative position, because Whisper misses a word without silence before it.
     */
    public static final int LEAD_IN_SAMPLES = MARGIN;

    /** Frames of speech that start a segment. Fewer are a blip, not a word. */
    private static final int MIN_SPEECH_FRAMES = 3;

    /** Samples without speech that end a blip. */
    private static final int BLIP_GAP = 5 * FRAME_SAMPLES;

    private enum State {
        SILENCE,
        STARTING,
        SPEECH
    }

    private final SpeechDetector detector;
    private final SpeechFrames speechFrames = new SpeechFrames();
    private long silence;
    private long nextSilence;
    private final float[] incomplete = new float[FRAME_SAMPLES];
    private int filled;
    private State state = State.SILENCE;
    private long position;
    private long start;
    private long speechEnd;
    private int framesOfSpeech;
    private boolean paused;
    private long lastEnd = -LEAD_IN_SAMPLES;

    public Endpointer(EndpointingConfig config, SpeechDetector detector) {
        this.detector = detector;
        silence = samples(config.silence());
        nextSilence = silence;
    }

    /** Changes when segments end. An open segment ends as it would have before. */
    public void configure(EndpointingConfig config) {
        nextSilence = samples(config.silence());
    }

    /** Returns the pause that ends the open segment, or the next one if none is open. */
    public Duration silence() {
        return Duration.ofMillis((state == State.SPEECH ? silence : nextSilence) * 1_000 / RATE_HERTZ);
    }

    /** Processes the next samples, -1 to 1. Returns the resulting events in order. */
    public List<Event> accept(float[] samples) {
        float[] all = new float[filled + samples.length];
        System.arraycopy(incomplete, 0, all, 0, filled);
        System.arraycopy(samples, 0, all, filled, samples.length);
        float[] frames = Arrays.copyOf(all, all.length - all.length % FRAME_SAMPLES);
        filled = all.length - frames.length;
        System.arraycopy(all, frames.length, incomplete, 0, filled);
        float[] probabilities = detector.probabilities(frames);
        List<Event> events = new ArrayList<>();
        for (float probability : probabilities) {
            process(probability, events);
        }
        return events;
    }

    /** Completes the open segment, if there is one. */
    public Optional<SpeechEnded> close() {
        if (state != State.SPEECH) {
            return Optional.empty();
        }
        long received = position + filled;
        // The samples of an incomplete frame may be the end of the last word.
        long end = speechEnd == position ? received : Math.min(received, speechEnd + MARGIN);
        return Optional.of(complete(end, Reason.CLOSED));
    }

    /**
     * Returns a lower bound for the start of the open segment and of all later ones. Earlier samples are not needed.
     */
    public long earliestNextStart() {
        return switch (state) {
            case SILENCE -> Math.max(lastEnd, position - MARGIN);
            case STARTING, SPEECH -> start;
        };
    }

    /** Returns a lower bound for the start of all segments after the open one, or of all later ones if none is open. */
    public long earliestStartAfterOpen() {
        return state == State.SPEECH ? speechEnd : earliestNextStart();
    }

    /** Returns whether a segment is open and speech paused, as {@link SpeechPaused} reported. */
    public boolean paused() {
        return paused;
    }

    /** Returns the pause since the last speech of the open segment; zero if no segment is open. */
    public Duration currentPause() {
        return Duration.ofMillis(state == State.SPEECH ? (position - speechEnd) * 1_000 / RATE_HERTZ : 0);
    }

    /** Makes the detector forget the audio so far: the next samples do not continue it. */
    public void forget() {
        detector.reset();
    }

    /** Returns which frames hold speech. */
    public SpeechFrames speechFrames() {
        return speechFrames;
    }

    private void process(float probability, List<Event> events) {
        boolean speaking = state != State.SILENCE && speechEnd == position;
        boolean speech = probability >= (speaking ? CONTINUE_THRESHOLD : START_THRESHOLD);
        long frameStart = position;
        position += FRAME_SAMPLES;
        speechFrames.add(frameStart, speech);
        if (speech) {
            onSpeech(frameStart, events);
        } else if (state == State.STARTING && position - speechEnd >= BLIP_GAP) {
            state = State.SILENCE;
        } else if (state == State.SPEECH && position - speechEnd >= silence) {
            events.add(complete(Math.min(position, speechEnd + MARGIN), Reason.SILENCE));
        } else if (state == State.SPEECH && !paused && position - speechEnd >= MARGIN) {
            paused = true;
            events.add(new SpeechPaused(speechEnd + MARGIN));
        }
    }

    private void onSpeech(long frameStart, List<Event> events) {
        speechEnd = position;
        paused = false;
        if (state == State.SILENCE) {
            state = State.STARTING;
            start = Math.max(lastEnd, frameStart - MARGIN);
            framesOfSpeech = 0;
        }
        framesOfSpeech++;
        if (state == State.STARTING && framesOfSpeech >= MIN_SPEECH_FRAMES) {
            open(start, events);
        }
    }

    private void open(long at, List<Event> events) {
        state = State.SPEECH;
        start = at;
        silence = nextSilence;
        events.add(new SpeechStarted(at));
    }

    private SpeechEnded complete(long end, Reason reason) {
        state = State.SILENCE;
        paused = false;
        lastEnd = end;
        return new SpeechEnded(start, end, reason);
    }

    private static long samples(Duration duration) {
        return duration.toMillis() * RATE_HERTZ / 1_000;
    }
}
