package io.audiostream.transcriber.session;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * An engine that "hears" a script: tokens with their times in the stream. A sample's value is its position in the
 * stream, so that the engine knows which part of the script a window holds. As a real model does, it writes the
 * beginning of a word that the window cuts, and continues the prefix.
 */
final class ScriptedEngine implements SpeechEngine {

    /** Positions below 2^24 are exact in a float. */
    private static final float SCALE = 1 << 24;

    private static final int SAMPLES_PER_MILLI = SAMPLE_RATE_HERTZ / 1_000;

    /** A decode that ended. Times are in ms from the start of the stream. */
    record Decode(long startMillis, long endMillis, DecodeRequest request) {}

    /** Changes the tokens of a decode, to imitate the faults of models. */
    interface Fault {
        Transcript apply(Transcript transcript, Decode decode);
    }

    private final List<Token> script;
    private final TreeMap<Long, String> languages = new TreeMap<>(Map.of(Long.MIN_VALUE, "en"));
    private final List<Decode> decodes = new CopyOnWriteArrayList<>();
    private boolean exactTimes = true;
    private volatile Fault fault = (transcript, _) -> transcript;

    private ScriptedEngine(List<Token> script) {
        this.script = script;
    }

    /**
     * @param millisPerToken length of each token
     * @param tokens separated by a bar
     */
    static ScriptedEngine of(long millisPerToken, String tokens) {
        List<Token> script = new ArrayList<>();
        for (String text : tokens.split("\\|")) {
            long start = script.size() * millisPerToken;
            script.add(token(text, start, start + millisPerToken));
        }
        return new ScriptedEngine(script);
    }

    /** Makes an engine with tokens in the order of their times. */
    static ScriptedEngine of(List<Token> script) {
        return new ScriptedEngine(new ArrayList<>(script));
    }

    /** Makes it say that its times are not exact. */
    ScriptedEngine withInexactTimes() {
        exactTimes = false;
        return this;
    }

    /** Adds silence before the rest of the script, which begins at a time. */
    ScriptedEngine withPause(long atMillis, long lengthMillis) {
        script.replaceAll(token -> token.startMillis() < atMillis
                ? token
                : new Token(
                        token.id(),
                        token.logProbability(),
                        token.startMillis() + lengthMillis,
                        token.endMillis() + lengthMillis,
                        token.utf8()));
        return this;
    }

    /** Sets the language of the script from a time on. Before, it is English. */
    ScriptedEngine speaking(String language, long fromMillis) {
        languages.put(fromMillis, language);
        return this;
    }

    private String languageAt(long millis) {
        return languages.floorEntry(millis).getValue();
    }

    static Token token(String text, long startMillis, long endMillis) {
        return new Token(
                text.hashCode() & 0x7FFF, Math.log(0.9), startMillis, endMillis, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the sample at a position. */
    static float sample(long position) {
        return position / SCALE;
    }

    /** Returns samples that carry their positions. */
    static float[] samples(long from, long to) {
        float[] samples = new float[(int) (to - from)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sample(from + i);
        }
        return samples;
    }

    /** Returns such samples as raw PCM in 32-bit floats, which hold the positions exactly. */
    static ByteString pcm(long from, long to) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples(from, to));
        return ByteString.copyFrom(bytes);
    }

    void fault(Fault newFault) {
        fault = newFault;
    }

    List<Token> script() {
        return script;
    }

    List<Decode> decodes() {
        return decodes;
    }

    @Override
    public ModelInfo model() {
        return new ModelInfo("scripted", "scripted 1", Set.of("en", "zh", "de"), exactTimes);
    }

    @Override
    public Decoder newDecoder() {
        return new Decoder() {
            @Override
            public Transcript decode(
                    float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled) {
                return hear(samples, request);
            }

            @Override
            public void close() {}
        };
    }

    private Transcript hear(float[] samples, DecodeRequest request) {
        int silence = silenceBefore(samples);
        long heardFrom = Math.round((double) samples[silence] * SCALE) / SAMPLES_PER_MILLI;
        long start = heardFrom - silence / SAMPLES_PER_MILLI;
        long end = start + samples.length / SAMPLES_PER_MILLI;
        List<Token> heard = new ArrayList<>();
        for (Token token : script) {
            long middle = (token.startMillis() + token.endMillis()) / 2;
            if (middle >= heardFrom && token.endMillis() <= end) {
                heard.add(within(token, start, end));
            } else if (middle >= heardFrom && token.startMillis() < end) {
                heard.add(within(beginning(token), start, end));
                break;
            }
        }
        List<Token> prefix =
                request.context().prefix().stream().map(this::scripted).toList();
        if (!prefix.isEmpty()) {
            long prefixEnd = prefix.getLast().endMillis() - start;
            heard.removeIf(token -> (token.startMillis() + token.endMillis()) / 2 < prefixEnd);
            heard.addAll(
                    0, prefix.stream().map(token -> within(token, start, end)).toList());
        }
        var decode = new Decode(start, end, request);
        decodes.add(decode);
        String spoken =
                heard.isEmpty() ? "en" : languageAt(start + heard.getFirst().startMillis());
        String language = request.language() == null ? detected(spoken, request) : request.language();
        heard.replaceAll(token -> languageAt(start + token.startMillis()).equals(language) ? token : misread(token));
        return fault.apply(new Transcript(heard, Transcript.Ending.COMPLETE, language, 0.95, 0), decode);
    }

    /** Returns the language that a model takes speech for whose language is not among the candidates. */
    private static String detected(String spoken, DecodeRequest request) {
        Set<String> candidates = request.candidateLanguages();
        return candidates.isEmpty() || candidates.contains(spoken)
                ? spoken
                : candidates.stream().sorted().findFirst().orElseThrow();
    }

    /** Returns the number of samples before the stream. */
    private static int silenceBefore(float[] samples) {
        int silence = 0;
        while (silence < samples.length - 1 && samples[silence] == 0) {
            silence++;
        }
        return silence;
    }

    /** Returns the token with its time in the script: the times of a resumed stream begin anew. */
    private Token scripted(Token token) {
        return script.stream()
                .filter(each -> each.id() == token.id())
                .min(Comparator.comparingLong(each -> Math.abs(each.startMillis() - token.startMillis())))
                .orElse(token);
    }

    /** Returns the token with its times from the start of the window. */
    private static Token within(Token token, long windowStart, long windowEnd) {
        long from = Math.clamp(token.startMillis() - windowStart, 0, windowEnd - windowStart);
        long to = Math.clamp(token.endMillis() - windowStart, from, windowEnd - windowStart);
        return new Token(token.id(), token.logProbability(), from, to, token.utf8());
    }

    /** Returns the token that a model writes for a token in another language. */
    private static Token misread(Token token) {
        return new Token(
                token.id() + 1,
                Math.log(0.4),
                token.startMillis(),
                token.endMillis(),
                " wrong".getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the token that a model writes for a word whose audio is cut: another word. */
    private static Token beginning(Token token) {
        String text = new String(token.utf8(), StandardCharsets.UTF_8);
        int length = Math.max(1, text.length() / 2);
        return token(text.substring(0, length), token.startMillis(), token.endMillis());
    }

    @Override
    public void close() {}
}
