package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DnsLookupFamily;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.net.URI;
import java.time.Duration;

/** The server from which Envoy fetches a JSON Web Key Set over HTTPS. */
record JwksCluster(URI uri) {

    static final String NAME = "jwks";

    private static final int HTTPS = 443;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** The certificate authorities in Envoy's image. */
    private static final String SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt";

    Cluster cluster() {
        var address = ProtoValues.address(uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort());
        return Cluster.newBuilder()
                .setName(NAME)
                .setType(DiscoveryType.STRICT_DNS)
                .setDnsLookupFamily(DnsLookupFamily.ALL)
                .setConnectTimeout(ProtoValues.duration(CONNECT_TIMEOUT))
                .setTransportSocket(tls())
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(NAME)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder().setAddress(address)))))
                .build();
    }

    private TransportSocket tls() {
        var host = SubjectAltNameMatcher.newBuilder()
                .setSanType(SubjectAltNameMatcher.SanType.DNS)
                .setMatcher(StringMatcher.newBuilder().setExact(uri.getHost()));
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Any.pack(UpstreamTlsContext.newBuilder()
                        .setSni(uri.getHost())
                        .setCommonTlsContext(CommonTlsContext.newBuilder()
                                .setValidationContext(CertificateValidationContext.newBuilder()
                                        .setTrustedCa(DataSource.newBuilder().setFilename(SYSTEM_CA))
                                        .addMatchTypedSubjectAltNames(host)))
                        .build()))
                .build();
    }
}
