package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may open a WebSocket. Browsers apply no CORS to WebSockets, but name the page's origin, which
 * a page cannot change. Clients other than browsers send no origin.
 */
final class OriginCheck {

    /** The header in which Envoy names the origins that the resource permits, with commas between. */
    static final String ALLOWED_HEADER = "x-audiostream-allowed-origins";

    /** What {@code *} in the first label of a permitted host stands for. */
    private static final String LABEL = "[a-z0-9-]+";

    private OriginCheck() {}

    /** @throws ApiException if the request comes from a page of an origin that is not permitted */
    static void check(Context context) throws ApiException {
        String origin = context.header("Origin");
        if (origin != null && !isSame(origin, context) && !isPermitted(origin, context.header(ALLOWED_HEADER))) {
            throw refusal(origin);
        }
    }

    /** Returns the error for a page that may not call. */
    static ApiException refusal(String origin) {
        return new ApiException(
                403,
                null,
                "origin_not_allowed",
                "pages of %s may not call this service: an administrator adds the origin to spec.envoy.cors.allowOrigins"
                        .formatted(origin));
    }

    /** The browser itself tells, even where a proxy has changed the host. Older browsers do not. */
    private static boolean isSame(String origin, Context context) {
        return "same-origin".equals(context.header("Sec-Fetch-Site"))
                || authority(origin).equals(context.header("Host"));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean isPermitted(String origin, @Nullable String allowed) {
        return allowed != null
                && Arrays.stream(allowed.split(","))
                        .map(OriginCheck::pattern)
                        .anyMatch(pattern -> pattern.matcher(origin).matches());
    }

    private static Pattern pattern(String allowed) {
        return Pattern.compile(Arrays.stream(allowed.strip().split("\\*", -1))
                .map(Pattern::quote)
                .reduce((before, after) -> before + LABEL + after)
                .orElseThrow());
    }
}
