package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.time.Duration;
import java.util.List;

/** The transcriber beside Envoy, once as a gRPC server and once as an HTTP/1.1 server. */
record Clusters(ProxyModel proxy) {

    static final String GRPC = "transcriber-grpc";
    static final String HTTP = "transcriber-http";

    /**
     * On loopback a connection is refused at once or there at once, unless every core is busy decoding: Envoy then
     * looks late at what has long been there, and must not take it for a failure.
     */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Out of the way: it is the transcriber that knows how many streams it can take, and says so in words. */
    private static final int LIMIT = 100_000;

    List<Cluster> all() {
        return List.of(
                cluster(GRPC, proxy.ports().transcriberGrpc(), UpstreamProtocols.http2(proxy.maxSendBytes())),
                cluster(HTTP, proxy.ports().transcriberHttp(), UpstreamProtocols.http1()));
    }

    private static Cluster cluster(String name, int port, HttpProtocolOptions protocol) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(DiscoveryType.STATIC)
                .setConnectTimeout(ProtoValues.duration(CONNECT_TIMEOUT))
                .setPerConnectionBufferLimitBytes(FlowControlWindows.buffer())
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(unlimited()))
                .putTypedExtensionProtocolOptions(UpstreamProtocols.KEY, Any.pack(protocol))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(onLoopback(port))))
                .build();
    }

    private static LbEndpoint onLoopback(int port) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(ProtoValues.address(ProtoValues.LOOPBACK, port)))
                .build();
    }

    private static Thresholds unlimited() {
        return Thresholds.newBuilder()
                .setMaxConnections(ProtoValues.number(LIMIT))
                .setMaxPendingRequests(ProtoValues.number(LIMIT))
                .setMaxRequests(ProtoValues.number(LIMIT))
                .build();
    }
}
