package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.audiostream.operator.model.Jwks;
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
import java.util.ArrayList;
import java.util.List;

/** The transcriber beside Envoy as two clusters: its gRPC server and the HTTP/1.1 server of its API. */
record Clusters(ProxyModel proxy) {

    static final String GRPC = "transcriber-grpc";
    static final String HTTP = "transcriber-http";
    static final String AUTHORIZATION = "transcriber-authorization";

    /**
     * Time to connect. A connect on loopback succeeds or fails at once. While every core decodes, however, Envoy may
     * notice the established connection late and must not count that as a failure.
     */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Effectively no circuit breaking: the transcriber limits its streams itself and answers with a message. */
    private static final int NO_CIRCUIT_BREAKING = 100_000;

    List<Cluster> all() {
        var clusters = new ArrayList<>(ofOwnPod());
        proxy.peers().ifPresent(peers -> clusters.addAll(new SpillOverClusters(proxy, peers).all()));
        return List.copyOf(clusters);
    }

    private List<Cluster> ofOwnPod() {
        var clusters = new ArrayList<>(List.of(
                cluster(
                        GRPC,
                        proxy.ports().transcriberGrpc(),
                        UpstreamProtocols.http2(proxy.settings().maxSendMessageBytes())),
                cluster(HTTP, proxy.ports().transcriberApi(), UpstreamProtocols.http1())));
        proxy.settings().access().authentication().ifPresent(authentication -> {
            clusters.add(cluster(AUTHORIZATION, proxy.ports().authorization(), UpstreamProtocols.http1()));
            authentication.jwt().ifPresent(jwt -> {
                if (jwt.jwks() instanceof Jwks.Remote remote) {
                    clusters.add(new JwksCluster(remote.uri()).cluster());
                }
            });
        });
        return clusters;
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
                .setMaxConnections(ProtoValues.number(NO_CIRCUIT_BREAKING))
                .setMaxPendingRequests(ProtoValues.number(NO_CIRCUIT_BREAKING))
                .setMaxRequests(ProtoValues.number(NO_CIRCUIT_BREAKING))
                .build();
    }
}
