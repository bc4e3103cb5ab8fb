package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.GrpcStatusFilter;
import io.envoyproxy.envoy.config.accesslog.v3.HeaderFilter;
import io.envoyproxy.envoy.config.accesslog.v3.OrFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/**
 * Selects the calls of the access log. Kubernetes and load balancers send probes all the time, so successful ones are
 * left out.
 */
final class AccessLogFilters {
    private static final String PROBE_PATHS = "(/healthz|/readyz|/grpc\\.health\\.v1\\.Health/.*)([?].*)?";
    private static final int FIRST_ERROR = 400;

    private AccessLogFilters() {}

    static AccessLogFilter withoutSuccessfulProbes() {
        return AccessLogFilter.newBuilder()
                .setOrFilter(OrFilter.newBuilder()
                        .addFilters(AccessLogFilter.newBuilder().setHeaderFilter(isNoProbe()))
                        .addFilters(AccessLogFilter.newBuilder()
                                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                                        .setComparison(status(ComparisonFilter.Op.GE, FIRST_ERROR))))
                        .addFilters(AccessLogFilter.newBuilder().setAndFilter(isFailedGrpc()))
                        // Any flag: Envoy or the client ended the call.
                        .addFilters(AccessLogFilter.newBuilder()
                                .setResponseFlagFilter(ResponseFlagFilter.getDefaultInstance())))
                .build();
    }

    /** Compares the HTTP status of the response. */
    static ComparisonFilter.Builder status(ComparisonFilter.Op comparison, int status) {
        return ComparisonFilter.newBuilder()
                .setOp(comparison)
                // Envoy requires the name of a runtime setting, which could override the value.
                .setValue(RuntimeUInt32.newBuilder().setDefaultValue(status).setRuntimeKey("audiostream.status"));
    }

    private static HeaderFilter isNoProbe() {
        return HeaderFilter.newBuilder()
                .setHeader(HeaderMatcher.newBuilder()
                        .setName(":path")
                        .setStringMatch(StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder().setRegex(PROBE_PATHS)))
                        .setInvertMatch(true))
                .build();
    }

    /** For a response without gRPC, Envoy derives a status of gRPC that is never OK. */
    private static AndFilter isFailedGrpc() {
        var isGrpc = HeaderFilter.newBuilder()
                .setHeader(HeaderMatcher.newBuilder()
                        .setName("content-type")
                        .setStringMatch(StringMatcher.newBuilder().setPrefix("application/grpc")));
        var isNotOk = GrpcStatusFilter.newBuilder().setExclude(true).addStatuses(GrpcStatusFilter.Status.OK);
        return AndFilter.newBuilder()
                .addFilters(AccessLogFilter.newBuilder().setHeaderFilter(isGrpc))
                .addFilters(AccessLogFilter.newBuilder().setGrpcStatusFilter(isNotOk))
                .build();
    }
}
