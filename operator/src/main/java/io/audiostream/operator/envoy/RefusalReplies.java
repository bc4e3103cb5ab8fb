package io.audiostream.operator.envoy;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.HeaderFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * Local replies to calls that Envoy refuses because of authentication or a rate limit. HTTP clients receive the same
 * JSON as for errors of the transcriber, gRPC clients the bare message.
 */
final class RefusalReplies {
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** Part of the listener: contains no value of the resource, as in {@link LocalReplies}. */
    private static final String TOO_MANY_CALLS =
            "too many new calls per second for the service's envoy.rateLimit: try" + " again in a moment";

    private static final String NO_ANSWER =
            "the transcriber does not answer: it is starting or has stopped; retry in a few seconds";

    private RefusalReplies() {}

    static List<ResponseMapper> mappers() {
        return List.of(
                ResponseMapper.newBuilder()
                        .setFilter(all(status(TOO_MANY_REQUESTS), isHttp()))
                        .setBody(text(TOO_MANY_CALLS))
                        .setBodyFormatOverride(json("rate_limit_error"))
                        .build(),
                ResponseMapper.newBuilder()
                        .setFilter(status(TOO_MANY_REQUESTS))
                        .setBody(text(TOO_MANY_CALLS))
                        .build(),
                ResponseMapper.newBuilder()
                        .setFilter(all(status(UNAUTHORIZED), isHttp()))
                        .setBodyFormatOverride(json("invalid_request_error"))
                        .build(),
                ResponseMapper.newBuilder()
                        .setFilter(all(flag("UAEX"), status(UNAVAILABLE)))
                        .setBody(text(NO_ANSWER))
                        .build());
    }

    private static AccessLogFilter flag(String flag) {
        return AccessLogFilter.newBuilder()
                .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addFlags(flag))
                .build();
    }

    private static AccessLogFilter status(int status) {
        return AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                        .setComparison(ComparisonFilter.newBuilder()
                                .setOp(ComparisonFilter.Op.EQ)
                                .setValue(RuntimeUInt32.newBuilder()
                                        .setDefaultValue(status)
                                        .setRuntimeKey("audiostream.refused_status"))))
                .build();
    }

    /** Envoy puts the body of a reply to a gRPC call into the status message. */
    private static AccessLogFilter isHttp() {
        return AccessLogFilter.newBuilder()
                .setHeaderFilter(HeaderFilter.newBuilder()
                        .setHeader(HeaderMatcher.newBuilder()
                                .setName("content-type")
                                .setStringMatch(StringMatcher.newBuilder().setPrefix("application/grpc"))
                                .setInvertMatch(true)
                                .setTreatMissingHeaderAsEmpty(true)))
                .build();
    }

    private static AccessLogFilter all(AccessLogFilter first, AccessLogFilter second) {
        return AccessLogFilter.newBuilder()
                .setAndFilter(AndFilter.newBuilder().addFilters(first).addFilters(second))
                .build();
    }

    private static DataSource text(String text) {
        return DataSource.newBuilder().setInlineString(text).build();
    }

    /** The form of the transcriber's errors, see docs/http.md. */
    private static SubstitutionFormatString json(String type) {
        var error = Struct.newBuilder()
                .putFields("message", string("%LOCAL_REPLY_BODY%"))
                .putFields("type", string(type))
                .putFields("param", none())
                .putFields("code", none());
        return SubstitutionFormatString.newBuilder()
                .setJsonFormat(Struct.newBuilder()
                        .putFields(
                                "error",
                                Value.newBuilder().setStructValue(error).build()))
                .build();
    }

    private static Value string(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value none() {
        return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    }
}
