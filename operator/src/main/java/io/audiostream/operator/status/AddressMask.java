package io.audiostream.operator.status;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hides what may be secret in the addresses of a text: the user info, and the values of the query. Everyone who may
 * read a resource reads its conditions and Events, and often the logs.
 */
public final class AddressMask {
    private static final String HIDDEN = "***";

    /**
     * Scheme, user info, host with path, and query. The excluded characters end an address in prose and in JSON. The
     * user info reaches to the last {@code @}, because passwords contain that character unescaped.
     */
    private static final Pattern ADDRESS = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*://)([^/\\s?#\"'<>\\\\]*@)?([^\\s?#\"'<>\\\\]*)(\\?[^\\s#\"'<>\\\\]*)?");

    /** Punctuation of the sentence that the address stands in. */
    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.,;:!)]+$");

    private AddressMask() {}

    /** Returns the text with {@code ***} in place of user info and values of queries. */
    public static String mask(String text) {
        return text.contains("://")
                ? ADDRESS.matcher(text).replaceAll(match -> Matcher.quoteReplacement(masked(match)))
                : text;
    }

    private static String masked(MatchResult address) {
        var userInfo = address.group(2) == null ? "" : HIDDEN + "@";
        var query = address.group(4) == null ? "" : query(address.group(4));
        return address.group(1) + userInfo + address.group(3) + query;
    }

    /** @param query begins with a question mark */
    private static String query(String query) {
        var end = END_OF_SENTENCE.matcher(query);
        var punctuation = end.find() ? end.group() : "";
        var parameters = query.substring(1, query.length() - punctuation.length());
        return parameters.isEmpty()
                ? query
                : Arrays.stream(parameters.split("&", -1))
                        .map(AddressMask::parameter)
                        .collect(Collectors.joining("&", "?", punctuation));
    }

    /** Keeps the name of a parameter. A parameter without a name is a value. */
    private static String parameter(String parameter) {
        var equals = parameter.indexOf('=');
        return equals < 0 ? HIDDEN : parameter.substring(0, equals + 1) + HIDDEN;
    }
}
