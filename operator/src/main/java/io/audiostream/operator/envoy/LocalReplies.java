package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.HeaderFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * Messages of Envoy's local replies, for users who do not know that the service has an Envoy. gRPC clients receive them
 * as the status message, and 503 and 504 become UNAVAILABLE. The messages contain no value of the resource: they are
 * part of the listener, and a changed timeout must not drain it.
 */
final class LocalReplies {
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;
    private static final int TOO_LARGE = 413;

    private LocalReplies() {}

    static LocalReplyConfig config() {
        var config = LocalReplyConfig.newBuilder();
        RefusalReplies.mappers().forEach(config::addMappers);
        return config.addMappers(reply(
                        List.of("UF", "UH", "UC"),
                        UNAVAILABLE,
                        "the transcriber does not answer: it is starting or has stopped; retry in a few seconds"))
                .addMappers(reply(
                        List.of("SI"),
                        TIMEOUT,
                        "the stream was silent for longer than the service's envoy.streamIdleTimeout"))
                .addMappers(reply(
                        List.of("UT"),
                        TIMEOUT,
                        "the transcriber did not answer within the service's envoy.requestTimeout"))
                .addMappers(tooLargeJson())
                .build();
    }

    private static ResponseMapper tooLargeJson() {
        var isTooLarge = AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                        .setComparison(AccessLogFilters.status(ComparisonFilter.Op.EQ, TOO_LARGE)));
        var isJson = AccessLogFilter.newBuilder()
                .setHeaderFilter(HeaderFilter.newBuilder()
                        .setHeader(HeaderMatcher.newBuilder()
                                .setName(":path")
                                .setStringMatch(StringMatcher.newBuilder().setPrefix(JsonTranscoding.PATH))));
        return ResponseMapper.newBuilder()
                .setFilter(AccessLogFilter.newBuilder()
                        .setAndFilter(
                                AndFilter.newBuilder().addFilters(isTooLarge).addFilters(isJson)))
                .setBody(DataSource.newBuilder()
                        .setInlineString("the JSON is larger than " + JsonTranscoding.MAX_MEBIBYTES
                                + " MiB: send the recording to POST /v1/audio/transcriptions, or over gRPC"))
                .build();
    }

    /** @param flags response flags, named as in Envoy's access log */
    private static ResponseMapper reply(List<String> flags, int status, String message) {
        return ResponseMapper.newBuilder()
                .setFilter(AccessLogFilter.newBuilder()
                        .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addAllFlags(flags)))
                .setStatusCode(ProtoValues.number(status))
                .setBody(DataSource.newBuilder().setInlineString(message))
                .build();
    }
}
