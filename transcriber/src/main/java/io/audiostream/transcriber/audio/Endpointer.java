package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of 16 kHz samples into segments of speech. Segments come in order and never overlap, and every frame
 * that the detector calls speech lies in one, but for blips too short to be a word. Positions count samples from the
 * start of the stream. Not thread-safe.
 */
public final class Endpointer {

    /** What was heard. */
    public sealed interface Event {}

    /**
     * A segment has begun.
     *
     * @param atSample its first sample, a little before the speech
     */
    public record SpeechStarted(long atSample) implements Event {}

    /**
     * Speech has stopped for a moment. Comes once a pause.
     *
     * @param endSample where the segment will end if no more speech comes
     */
    public record SpeechPaused(long endSample) implements Event {}

    /**
     * A segment is complete.
     *
     * @param startSample that of its {@link SpeechStarted}
     * @param endSample the position after its last sample
     */
    public record SegmentReady(long startSample, long endSample, Reason reason) implements Event {}

    /** Why a segment is complete. */
    public enum Reason {
        /** Speech stopped for long enough. */
        SILENCE,
        /** It is as long as one may be. */
        MAX_SEGMENT,
        /** {@link #close} was called. */
        CLOSED
    }

    private static final int RATE_HERTZ = 16_000;

    /** Probability from which speech begins, and from which it goes on: between words it is less sure. */
    private static final float SPEECH = 0.5f;

    private static final float STILL_SPEECH = 0.35f;

    /** Kept before and after speech, for quiet first and last sounds. */
    private static final int MARGIN = RATE_HERTZ * 300 / 1_000;

    /** Less speech than this is a blip, not a word. */
    private static final int SHORTEST_SPEECH_FRAMES = 3;

    /** A blip is forgotten after so many frames without speech. */
    private static final int BLIP_GAP = 5 * FRAME_SAMPLES;

    private enum State {
        SILENCE,
        BEGINNING,
        SPEECH
    }

    private final SpeechDetector detector;
    private final long silence;
    private final long maxSegment;
    private final QuietestFrame quietest = new QuietestFrame();
    private final float[] begun = new float[FRAME_SAMPLES];
    private int filled;
    private State state = State.SILENCE;
    private long position;
    private long start;
    private long speechEnd;
    private int speechFrames;
    private boolean paused;
    private long lastEnd;

    public Endpointer(EndpointingConfig config, SpeechDetector detector) {
        this.detector = detector;
        silence = samples(config.silence());
        maxSegment = samples(config.maxSegment());
    }

    /** Hears the next samples; what came of them, in order. */
    public List<Event> accept(float[] samples) {
        float[] all = new float[filled + samples.length];
        System.arraycopy(begun, 0, all, 0, filled);
        System.arraycopy(samples, 0, all, filled, samples.length);
        float[] frames = Arrays.copyOf(all, all.length - all.length % FRAME_SAMPLES);
        filled = all.length - frames.length;
        System.arraycopy(all, frames.length, begun, 0, filled);
        float[] probabilities = detector.probabilities(frames);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            int from = i * FRAME_SAMPLES;
            hear(Arrays.copyOfRange(frames, from, from + FRAME_SAMPLES), probabilities[i], events);
        }
        return events;
    }

    /** Completes the segment that is open, if one is. */
    public Optional<SegmentReady> close() {
        if (state != State.SPEECH) {
            return Optional.empty();
        }
        long heard = position + filled;
        // What is not yet a whole frame may be the end of the last word.
        long end = speechEnd == position ? heard : Math.min(heard, speechEnd + MARGIN);
        return Optional.of(complete(end, Reason.CLOSED));
    }

    /** No segment that is still to come begins before this position. */
    public long earliestNextStart() {
        return switch (state) {
            case SILENCE -> Math.max(lastEnd, position - MARGIN);
            case BEGINNING, SPEECH -> start;
        };
    }

    /** Whether a segment is open in which nobody speaks any more, as {@link SpeechPaused} said. */
    public boolean paused() {
        return paused;
    }

    private void hear(float[] frame, float probability, List<Event> events) {
        boolean speaking = state != State.SILENCE && speechEnd == position;
        boolean speech = probability >= (speaking ? STILL_SPEECH : SPEECH);
        long frameStart = position;
        position += FRAME_SAMPLES;
        quietest.add(frameStart, frame);
        if (state == State.SILENCE) {
            quietest.forgetBefore(earliestNextStart());
        }
        if (speech) {
            heardSpeech(frameStart, events);
        } else if (state == State.BEGINNING && position - speechEnd >= BLIP_GAP) {
            state = State.SILENCE;
        } else if (state == State.SPEECH && position - speechEnd >= silence) {
            events.add(complete(Math.min(position, speechEnd + MARGIN), Reason.SILENCE));
        } else if (state == State.SPEECH && !paused && position - speechEnd >= MARGIN) {
            paused = true;
            events.add(new SpeechPaused(speechEnd + MARGIN));
        }
        if (state == State.SPEECH && position - start >= maxSegment) {
            cut(events);
        }
    }

    private void heardSpeech(long frameStart, List<Event> events) {
        speechEnd = position;
        paused = false;
        if (state == State.SILENCE) {
            state = State.BEGINNING;
            start = Math.max(lastEnd, frameStart - MARGIN);
            speechFrames = 0;
        }
        speechFrames++;
        if (state == State.BEGINNING && speechFrames >= SHORTEST_SPEECH_FRAMES) {
            open(start, events);
        }
    }

    private void open(long at, List<Event> events) {
        state = State.SPEECH;
        start = at;
        quietest.forgetBefore(at);
        events.add(new SpeechStarted(at));
    }

    private SegmentReady complete(long end, Reason reason) {
        state = State.SILENCE;
        paused = false;
        lastEnd = end;
        return new SegmentReady(start, end, reason);
    }

    /** Cuts where it is quietest in the last quarter, and goes on from there. */
    private void cut(List<Event> events) {
        long at = quietest.middleOfQuietest(start + maxSegment * 3 / 4);
        events.add(complete(at, Reason.MAX_SEGMENT));
        if (speechEnd > at) {
            open(at, events);
        }
    }

    private static long samples(Duration duration) {
        return duration.toMillis() * RATE_HERTZ / 1_000;
    }

    /** Remembers how loud the frames of the open segment are. */
    private static final class QuietestFrame {

        private long firstFrame;
        private double[] energies = new double[64];
        private int count;

        void add(long frameStart, float[] frame) {
            if (count == 0) {
                firstFrame = frameStart;
            }
            if (count == energies.length) {
                energies = Arrays.copyOf(energies, count * 2);
            }
            double energy = 0;
            for (float sample : frame) {
                energy += sample * sample;
            }
            energies[count++] = energy;
        }

        void forgetBefore(long position) {
            int gone = (int) Math.clamp((position - firstFrame) / FRAME_SAMPLES, 0, count);
            System.arraycopy(energies, gone, energies, 0, count - gone);
            firstFrame += (long) gone * FRAME_SAMPLES;
            count -= gone;
        }

        long middleOfQuietest(long from) {
            int best = count - 1;
            for (int i = (int) Math.max(0, (from - firstFrame) / FRAME_SAMPLES); i < count; i++) {
                if (energies[i] < energies[best]) {
                    best = i;
                }
            }
            return firstFrame + (long) best * FRAME_SAMPLES + FRAME_SAMPLES / 2;
        }
    }
}
