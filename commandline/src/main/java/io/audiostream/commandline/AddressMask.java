package io.audiostream.commandline;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Masks the secrets that addresses may contain: the user before the host, and the values of the query. Every message
 * that quotes an address of a user passes it through this class.
 */
public final class AddressMask {

    /** Stands in place of each secret. */
    public static final String MASK = "***";

    /** A backslash ends an address, because it escapes the quotation mark after an address in JSON. */
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)([^\\s\"<>\\\\]*)");

    /** Punctuation of the sentence that quotes the address. */
    private static final Pattern TRAILING = Pattern.compile("[',;:.)\\]]+$");

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]*\\]|[^:@]*)(:[0-9]*)?");

    private AddressMask() {}

    /** Returns the text, in which every address has {@code ***} in place of its user and of each value of its query. */
    public static String mask(String text) {
        return ADDRESS.matcher(text).replaceAll(found -> {
            var rest = found.group(2);
            var trailing = TRAILING.matcher(rest);
            var end = trailing.find() ? trailing.start() : rest.length();
            return Matcher.quoteReplacement(found.group(1) + maskedRest(rest.substring(0, end)) + rest.substring(end));
        });
    }

    private static String maskedRest(String rest) {
        var query = rest.indexOf('?');
        return query < 0
                ? withoutUser(rest)
                : withoutUser(rest.substring(0, query)) + "?" + maskedQuery(rest.substring(query + 1));
    }

    /** A password may contain a slash, although it should be escaped: then what looks like a port is no number. */
    private static String withoutUser(String hostAndPath) {
        var slash = hostAndPath.indexOf('/');
        var authority = slash < 0 ? hostAndPath : hostAndPath.substring(0, slash);
        if (HOST_AND_PORT.matcher(authority).matches()) {
            return hostAndPath;
        }
        var user = authority.indexOf('@') >= 0 ? authority.lastIndexOf('@') : hostAndPath.lastIndexOf('@');
        return user < 0 ? MASK : MASK + hostAndPath.substring(user);
    }

    private static String maskedQuery(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(parameter ->
                        parameter.indexOf('=') < 0 ? MASK : parameter.substring(0, parameter.indexOf('=') + 1) + MASK)
                .collect(Collectors.joining("&"));
    }
}
