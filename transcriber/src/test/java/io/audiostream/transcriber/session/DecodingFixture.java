package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Decodes a stream of speech by a scripted engine, step by step: from the audio to the text that the client reads. */
abstract class DecodingFixture {

    static final int SAMPLES_PER_MILLI = 16;

    /** Thirty words, each of its own. */
    static final String WORDS = words(30);

    final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    final List<SegmentText> interims = new ArrayList<>();
    final List<Utterance.ReadyFinal> finals = new ArrayList<>();
    final List<String> languages = new ArrayList<>();
    final List<TextEvent> events = new ArrayList<>();
    SampleBuffer buffer = new SampleBuffer(0);
    SpeechFrames speech = new SpeechFrames();
    private DecodeScheduler scheduler;
    private DecodeLane lane;
    UtteranceDecoding decoding;
    private long speechFrom;

    @AfterEach
    void close() {
        scheduler.close();
    }

    void start(ScriptedEngine engine, boolean live, int maxSegmentMillis, String language) {
        startWith(engine, live, maxSegmentMillis, language == null ? LanguageChoice.ANY : LanguageChoice.of(language));
    }

    void startWith(ScriptedEngine engine, boolean live, int maxSegmentMillis, LanguageChoice language) {
        scheduler = new DecodeScheduler(engine, 1);
        lane = scheduler.openLane(live ? Priority.LIVE : Priority.RECORDING);
        var options = new UtteranceOptions(
                language,
                "",
                live,
                Duration.ofMillis(500),
                new EndpointingConfig(Duration.ofMillis(700), Duration.ofMillis(maxSegmentMillis)));
        var config = new SessionConfig(
                live,
                AudioFormat.UNSPECIFIED,
                false,
                true,
                false,
                engine.model().exactTimes(),
                options,
                List.of());
        decoding = new UtteranceDecoding(config, buffer, speech, lane, steps::add, new Recorder());
        begin();
    }

    void reset() {
        scheduler.close();
        interims.clear();
        finals.clear();
        buffer = new SampleBuffer(0);
        speech = new SpeechFrames();
    }

    void begin() {
        speechFrom = buffer.end();
        decoding.open(speechFrom);
    }

    /** Receives speech in steps of 100 ms, each after the decodes of the step before. */
    void speak(long millis) {
        receive(millis, true);
    }

    void pause(long millis) {
        receive(millis, false);
    }

    void receive(long millis, boolean isSpeech) {
        for (long at = 0; at < millis; at += 100) {
            hear(100, isSpeech);
            decoding.grow();
            runSteps();
            // What the session needs no more is discarded, so that a decode of it fails.
            buffer.discardBefore(decoding.neededFrom(buffer.end()));
        }
    }

    void hear(long millis, boolean isSpeech) {
        long from = buffer.end();
        long to = from + millis * SAMPLES_PER_MILLI;
        buffer.append(ScriptedEngine.samples(from, to));
        for (long frame = from / SpeechDetector.FRAME_SAMPLES;
                (frame + 1) * SpeechDetector.FRAME_SAMPLES <= to;
                frame++) {
            speech.add(frame * SpeechDetector.FRAME_SAMPLES, isSpeech);
        }
    }

    /** Runs the session's next step, if a decode is pending or a step waits. */
    void runStep() {
        Runnable step = steps.poll();
        while (step == null && !scheduler.idle()) {
            Thread.onSpinWait();
            step = steps.poll();
        }
        if (step != null) {
            step.run();
        }
    }

    /** Waits until no decode is pending. Their results wait for {@link #runSteps}. */
    void awaitDecodes() {
        while (!scheduler.idle()) {
            Thread.onSpinWait();
        }
    }

    void end(EndReason reason) {
        decoding.close(new UtteranceEnd(buffer.end(), reason));
        runSteps();
    }

    /** Runs the session's steps until no decode is pending. */
    void runSteps() {
        while (true) {
            boolean idle = scheduler.idle();
            Runnable step = steps.poll();
            if (step != null) {
                step.run();
            } else if (idle) {
                return;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    String joinedFinals() {
        List<Token> tokens = finals.stream()
                .flatMap(result -> result.text().tokens().stream())
                .toList();
        return TokenText.of(tokens);
    }

    static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> " w" + i).collect(Collectors.joining("|"));
    }

    /** Returns the transcript without some of the tokens after its prefix. */
    static Transcript withoutTokens(Transcript transcript, int prefix, int from, int to) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        tokens.subList(Math.min(tokens.size(), prefix + from), Math.min(tokens.size(), prefix + to))
                .clear();
        return withTokens(transcript, tokens, Transcript.Ending.COMPLETE);
    }

    static List<Token> without(List<Token> tokens, List<Token> others) {
        Set<Integer> ids = others.stream().map(Token::id).collect(Collectors.toSet());
        return tokens.stream().filter(token -> !ids.contains(token.id())).toList();
    }

    static List<Token> lastTokens(Transcript transcript, int count) {
        List<Token> tokens = transcript.tokens();
        return tokens.subList(Math.max(0, tokens.size() - count), tokens.size());
    }

    /** Returns the text without what a cut between two windows leaves of a word. */
    static List<String> plainWords(String text) {
        return List.of(text.split(" ")).stream()
                .filter(word -> word.matches("w\\d+"))
                .distinct()
                .toList();
    }

    static Transcript withTokens(Transcript transcript, List<Token> tokens, Transcript.Ending ending) {
        return new Transcript(tokens, ending, transcript.language(), transcript.languageProbability(), 0);
    }

    /** Called with each interim, after the finals before it. */
    void interimReceived(SegmentText text) {}

    private final class Recorder implements TextOutcome {

        @Override
        public void onInterim(Segment segment, SegmentText text, SpokenLanguage language, long end) {
            assertThat(end).isGreaterThanOrEqualTo(segment.start());
            if (!segment.sent()) {
                segment.number(finals.size());
            }
            interims.add(text);
            interimReceived(text);
        }

        @Override
        public void onFinal(Utterance.ReadyFinal result, SpokenLanguage language) {
            assertThat(result.end()).isGreaterThanOrEqualTo(result.segment().start());
            finals.add(result);
            languages.add(language.code());
        }

        @Override
        public void onProgress() {}

        @Override
        public void onEvent(TextEvent event) {
            events.add(event);
        }

        @Override
        public void onFailed(EngineException failure) {
            throw new AssertionError(failure);
        }
    }
}
