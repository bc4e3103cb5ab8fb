package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.RateLimit;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RateLimit.Action;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.TokenBucket;
import java.time.Duration;

/**
 * Limits of new calls. The filter itself limits nothing: the limits are part of {@link Routes}, which change without
 * draining the listener. All routes with the limits of the virtual host share its token buckets.
 */
record RateLimits(RateLimit limit) {

    static final String NAME = "envoy.filters.http.local_ratelimit";

    private static final String CALLER = "caller";

    /** Callers whose token buckets Envoy keeps. It drops the bucket of the caller that was silent longest. */
    private static final int MAX_CALLERS = 10_000;

    /** Envoy requires a bucket even where nothing is limited; no pod accepts as many calls. */
    private static final RateLimit.Rate UNLIMITED = new RateLimit.Rate(1_000_000, 1_000_000);

    static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName(NAME)
                .setTypedConfig(Any.pack(
                        LocalRateLimit.newBuilder().setStatPrefix("none").build()))
                .build();
    }

    /** Returns the configuration of a route without limits. */
    static LocalRateLimit none() {
        return LocalRateLimit.newBuilder()
                .setStatPrefix("none")
                .setTokenBucket(bucket(UNLIMITED))
                .build();
    }

    /** Returns the configuration of the virtual host. */
    Any ofVirtualHost() {
        var config = LocalRateLimit.newBuilder()
                .setStatPrefix("calls")
                .setFilterEnabled(always())
                .setFilterEnforced(always())
                .setRateLimitedAsResourceExhausted(true)
                .setTokenBucket(bucket(limit.ofAll().orElse(UNLIMITED)))
                .addResponseHeadersToAdd(HeaderValueOption.newBuilder()
                        .setHeader(
                                HeaderValue.newBuilder().setKey("retry-after").setValue("1")));
        limit.perCaller()
                .ifPresent(rate -> config.addRateLimits(ofCaller())
                        .addRateLimits(ofUnknownCaller())
                        .addDescriptors(LocalRateLimitDescriptor.newBuilder()
                                // An entry without a value stands for every value: a bucket for each.
                                .addEntries(
                                        RateLimitDescriptor.Entry.newBuilder().setKey(CALLER))
                                .setTokenBucket(bucket(rate)))
                        .setMaxDynamicDescriptors(ProtoValues.number(MAX_CALLERS)));
        return Any.pack(config.build());
    }

    private static io.envoyproxy.envoy.config.route.v3.RateLimit ofCaller() {
        return action(Action.newBuilder()
                .setRequestHeaders(Action.RequestHeaders.newBuilder()
                        .setHeaderName(CallerHeaders.CALLER)
                        .setDescriptorKey(CALLER)));
    }

    /** Callers without a certificate, where it is optional, share one bucket. */
    private static io.envoyproxy.envoy.config.route.v3.RateLimit ofUnknownCaller() {
        return action(Action.newBuilder()
                .setHeaderValueMatch(Action.HeaderValueMatch.newBuilder()
                        .setDescriptorKey(CALLER)
                        .setDescriptorValue("unknown")
                        .setExpectMatch(ProtoValues.flag(false))
                        .addHeaders(HeaderMatcher.newBuilder()
                                .setName(CallerHeaders.CALLER)
                                .setPresentMatch(true))));
    }

    private static io.envoyproxy.envoy.config.route.v3.RateLimit action(Action.Builder action) {
        return io.envoyproxy.envoy.config.route.v3.RateLimit.newBuilder()
                .addActions(action)
                .build();
    }

    private static TokenBucket bucket(RateLimit.Rate rate) {
        return TokenBucket.newBuilder()
                .setMaxTokens(rate.burst())
                .setTokensPerFill(ProtoValues.number(rate.perSecond()))
                .setFillInterval(ProtoValues.duration(Duration.ofSeconds(1)))
                .build();
    }

    private static RuntimeFractionalPercent always() {
        return RuntimeFractionalPercent.newBuilder()
                .setDefaultValue(FractionalPercent.newBuilder().setNumerator(100))
                .build();
    }
}
