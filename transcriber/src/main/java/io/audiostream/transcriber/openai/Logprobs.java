package io.audiostream.transcriber.openai;

import io.audiostream.transcriber.engine.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log probabilities of tokens as objects of OpenAI's API. */
public final class Logprobs {

    /** OpenAI's value for a token that is nearly impossible. JSON has no infinity. */
    private static final double MIN_LOGPROB = -9_999;

    private Logprobs() {}

    public static List<Map<String, Object>> of(List<Token> tokens) {
        return tokens.stream().map(Logprobs::token).toList();
    }

    /** Returns the natural logarithm of a token's probability. */
    public static double logprob(Token token) {
        return Math.max(MIN_LOGPROB, token.logProbability());
    }

    private static Map<String, Object> token(Token token) {
        List<Integer> bytes = new ArrayList<>();
        for (byte each : token.utf8()) {
            bytes.add(each & 0xFF);
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("token", new String(token.utf8(), StandardCharsets.UTF_8));
        json.put("logprob", logprob(token));
        json.put("bytes", bytes);
        return json;
    }
}
