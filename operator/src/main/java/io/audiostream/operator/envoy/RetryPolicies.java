package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryPriority;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.time.Duration;

/**
 * Retry policies of streams that a transcriber refuses. Envoy retries only a request whose response has not begun, and
 * whose body fits into its buffer.
 */
final class RetryPolicies {
    /**
     * The header of a refusal that another pod may not share, with its reason. The transcriber sends it; other
     * refusals, such as of a message that is too large, have no such header.
     */
    static final String REFUSAL_HEADER = "x-audiostream-refused";

    /** Reason of a transcriber: all of its slots are in use. */
    static final String NO_SLOT = "no-slot";

    /** Reason of Envoy: no peer took the stream. */
    static final String NO_PEER = "no-peer";

    /** Includes the failures in which the transcriber has certainly not received the request. */
    private static final String RETRY_ON = "connect-failure,refused-stream,retriable-headers";

    /** The first retry goes to the peers, the second one back to the own transcriber, whose refusal the client gets. */
    private static final int RETRIES_OF_OWN_POD = 2;

    /** Bounds the work that one refused stream causes. */
    private static final int MAX_RETRIES_AMONG_PEERS = 15;

    private static final Duration MIN_BACK_OFF = Duration.ofMillis(1);
    private static final Duration MAX_BACK_OFF = Duration.ofMillis(5);

    /** Attempts to select a peer that has not refused the stream yet. */
    private static final int HOST_SELECTIONS = 50;

    private RetryPolicies() {}

    /** Retries a stream that the own transcriber refuses: at the peers, and then at the own transcriber. */
    static RetryPolicy ownPodThenPeers() {
        return policy(RETRIES_OF_OWN_POD)
                .addRetriableHeaders(refusal(StringMatcher.newBuilder().setExact(NO_SLOT)))
                .addRetriableHeaders(refusal(StringMatcher.newBuilder().setExact(NO_PEER)))
                .setRetryPriority(RetryPriority.newBuilder()
                        .setName("envoy.retry_priorities.previous_priorities")
                        .setTypedConfig(Any.pack(PreviousPrioritiesConfig.newBuilder()
                                .setUpdateFrequency(1)
                                .build())))
                .build();
    }

    /** Retries a stream that a peer refuses for any reason: at each of the other peers, up to a bound. */
    static RetryPolicy amongPeers(int pods) {
        return policy(Math.clamp(pods - 1, 1, MAX_RETRIES_AMONG_PEERS))
                .addRetriableHeaders(
                        HeaderMatcher.newBuilder().setName(REFUSAL_HEADER).setPresentMatch(true))
                .addRetryHostPredicate(RetryHostPredicate.newBuilder()
                        .setName("envoy.retry_host_predicates.previous_hosts")
                        .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())))
                .setHostSelectionRetryMaxAttempts(HOST_SELECTIONS)
                .build();
    }

    private static RetryPolicy.Builder policy(int retries) {
        return RetryPolicy.newBuilder()
                .setRetryOn(RETRY_ON)
                .setNumRetries(ProtoValues.number(retries))
                .setRetryBackOff(RetryBackOff.newBuilder()
                        .setBaseInterval(ProtoValues.duration(MIN_BACK_OFF))
                        .setMaxInterval(ProtoValues.duration(MAX_BACK_OFF)));
    }

    private static HeaderMatcher refusal(StringMatcher.Builder reason) {
        return HeaderMatcher.newBuilder()
                .setName(REFUSAL_HEADER)
                .setStringMatch(reason)
                .build();
    }
}
