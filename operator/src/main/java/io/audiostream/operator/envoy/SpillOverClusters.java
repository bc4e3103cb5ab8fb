package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.ProxyModel;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DnsLookupFamily;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.EnvoyInternalAddress;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.v3.CodecClientType;
import java.time.Duration;
import java.util.List;

/**
 * Clusters of streams that may leave their pod. {@link #GRPC} and {@link #HTTP} have the own transcriber at priority 0.
 * At priority 1 they have the internal listener, which tries one pod of {@link #PEERS} after the other.
 */
record SpillOverClusters(ProxyModel proxy, PeerSettings settings) {

    static final String GRPC = "transcriber-grpc-or-peers";
    static final String HTTP = "transcriber-http-or-peers";

    /** All pods of the service. The transcriber reads the number of its active requests during a drain. */
    static final String PEERS = "peers";

    private static final int NO_CIRCUIT_BREAKING = 100_000;

    private static final Duration CONNECT_TIMEOUT_ON_LOOPBACK = Duration.ofSeconds(5);

    /** Short, because another peer may have a slot, and long enough for a pod whose cores all decode. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** A peer that does not answer gets no streams after two checks. */
    private static final Duration HEALTH_CHECK_INTERVAL = Duration.ofSeconds(3);

    private static final Duration HEALTH_CHECK_TIMEOUT = Duration.ofSeconds(2);
    private static final int FAILURES_UNTIL_UNHEALTHY = 2;

    List<Cluster> all() {
        return List.of(
                ownPodThenPeers(
                        GRPC,
                        proxy.ports().transcriberGrpc(),
                        UpstreamProtocols.http2(proxy.settings().maxSendMessageBytes())),
                ownPodThenPeers(HTTP, proxy.ports().transcriberApi(), UpstreamProtocols.http1()),
                peers());
    }

    private static Cluster ownPodThenPeers(String name, int port, HttpProtocolOptions protocol) {
        return cluster(name, DiscoveryType.STATIC, CONNECT_TIMEOUT_ON_LOOPBACK, protocol)
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(endpoint(ProtoValues.address(ProtoValues.LOOPBACK, port))
                                .setPriority(0))
                        .addEndpoints(endpoint(internalListener()).setPriority(1)))
                .build();
    }

    /**
     * The health check asks whether the transcriber of the peer accepts streams: a peer that drains or stopped does
     * not, and a peer without a free slot does.
     */
    private Cluster peers() {
        var assignment = ClusterLoadAssignment.newBuilder().setClusterName(PEERS);
        for (var peer : settings.addresses()) {
            assignment.addEndpoints(endpoint(ProtoValues.address(peer.host(), peer.port())));
        }
        return cluster(
                        PEERS,
                        DiscoveryType.STRICT_DNS,
                        CONNECT_TIMEOUT,
                        UpstreamProtocols.http2(proxy.settings().maxSendMessageBytes()))
                .setDnsLookupFamily(DnsLookupFamily.V4_PREFERRED)
                .setTransportSocket(new PeerTls(settings.certificateFolder()).client())
                .addHealthChecks(healthCheck())
                // By default Envoy waits a second for further changes before it uses a change of the health.
                .setCommonLbConfig(
                        CommonLbConfig.newBuilder().setUpdateMergeWindow(ProtoValues.duration(Duration.ZERO)))
                // A pod leaves the name when it terminates. Its running streams continue.
                .setIgnoreHealthOnHostRemoval(true)
                .setLoadAssignment(assignment)
                .build();
    }

    private static HealthCheck healthCheck() {
        return HealthCheck.newBuilder()
                .setInterval(ProtoValues.duration(HEALTH_CHECK_INTERVAL))
                // By default Envoy checks only once a minute while the cluster has had no request.
                .setNoTrafficInterval(ProtoValues.duration(HEALTH_CHECK_INTERVAL))
                .setTimeout(ProtoValues.duration(HEALTH_CHECK_TIMEOUT))
                .setUnhealthyThreshold(ProtoValues.number(FAILURES_UNTIL_UNHEALTHY))
                .setHealthyThreshold(ProtoValues.number(1))
                .setHttpHealthCheck(HttpHealthCheck.newBuilder()
                        .setPath(PeerRoutes.READINESS_PATH)
                        .setCodecClientType(CodecClientType.HTTP2))
                .build();
    }

    private static Cluster.Builder cluster(
            String name, DiscoveryType type, Duration connectTimeout, HttpProtocolOptions protocol) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(type)
                .setConnectTimeout(ProtoValues.duration(connectTimeout))
                .setPerConnectionBufferLimitBytes(FlowControlWindows.buffer())
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(unlimited()))
                .putTypedExtensionProtocolOptions(UpstreamProtocols.KEY, Any.pack(protocol));
    }

    private static LocalityLbEndpoints.Builder endpoint(Address address) {
        return LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(LbEndpoint.newBuilder()
                        .setEndpoint(Endpoint.newBuilder().setAddress(address)));
    }

    private static Address internalListener() {
        return Address.newBuilder()
                .setEnvoyInternalAddress(
                        EnvoyInternalAddress.newBuilder().setServerListenerName(PeerListeners.SPILL_OVER))
                .build();
    }

    /** Includes the retries, of which Envoy by default allows three at a time. */
    private static Thresholds unlimited() {
        UInt32Value limit = ProtoValues.number(NO_CIRCUIT_BREAKING);
        return Thresholds.newBuilder()
                .setMaxConnections(limit)
                .setMaxPendingRequests(limit)
                .setMaxRequests(limit)
                .setMaxRetries(limit)
                .build();
    }
}
