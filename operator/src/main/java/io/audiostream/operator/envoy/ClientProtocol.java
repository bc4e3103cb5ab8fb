package io.audiostream.operator.envoy;

import io.audiostream.operator.model.KeepAlive;
import java.time.Duration;

/** Protocol of a client's connection. */
enum ClientProtocol {
    /** HTTP/1.0 and HTTP/1.1, and everything that is not HTTP. */
    HTTP1 {
        @Override
        Duration idleTimeout(KeepAlive keepAlive) {
            var withoutCalls = keepAlive.interval().plus(keepAlive.timeout());
            return keepAlive.permitWithoutCalls() || withoutCalls.compareTo(HTTP1_IDLE) > 0 ? HTTP1_IDLE : withoutCalls;
        }
    },

    /** HTTP/2, the protocol of gRPC. */
    HTTP2 {
        /**
         * Envoy sends PINGs on every connection, also without a call. Where the resource does not permit that, Envoy
         * closes a connection without a call after the idle timeout.
         */
        @Override
        Duration idleTimeout(KeepAlive keepAlive) {
            return keepAlive.permitWithoutCalls()
                    ? Duration.ZERO
                    : keepAlive.interval().plus(keepAlive.timeout());
        }
    };

    /**
     * Longer than load balancers keep an idle connection to their backend (60 s to 600 s), so that Envoy does not close
     * a connection on which one of them sends the next request.
     */
    private static final Duration HTTP1_IDLE = Duration.ofSeconds(620);

    /** Returns the time after which Envoy closes a connection without a call; zero: never. */
    abstract Duration idleTimeout(KeepAlive keepAlive);
}
