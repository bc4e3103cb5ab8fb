package io.audiostream.operator.envoy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.Buffer;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.BufferPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.formatter.req_without_query.v3.ReqWithoutQuery;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/** Writes messages as YAML with the field names of Envoy's documentation, so that people can read the ConfigMap. */
final class ProtoYaml {
    /** Types that occur inside an {@link Any}. */
    private static final JsonFormat.TypeRegistry TYPES = JsonFormat.TypeRegistry.newBuilder()
            .add(Listener.getDescriptor())
            .add(Cluster.getDescriptor())
            .add(RouteConfiguration.getDescriptor())
            .add(HttpInspector.getDescriptor())
            .add(HttpConnectionManager.getDescriptor())
            .add(Cors.getDescriptor())
            .add(CorsPolicy.getDescriptor())
            .add(Buffer.getDescriptor())
            .add(BufferPerRoute.getDescriptor())
            .add(GrpcJsonTranscoder.getDescriptor())
            .add(GrpcWeb.getDescriptor())
            .add(Router.getDescriptor())
            .add(StdoutAccessLog.getDescriptor())
            .add(ReqWithoutQuery.getDescriptor())
            .add(HttpProtocolOptions.getDescriptor())
            .add(DownstreamConnectionsConfig.getDescriptor())
            .add(FixedHeapConfig.getDescriptor())
            .add(DownstreamTlsContext.getDescriptor())
            .add(Secret.getDescriptor())
            .add(HeaderMutation.getDescriptor())
            .add(ExtAuthz.getDescriptor())
            .add(ExtAuthzPerRoute.getDescriptor())
            .add(JwtAuthentication.getDescriptor())
            .add(LocalRateLimit.getDescriptor())
            .add(TlsInspector.getDescriptor())
            .add(UpstreamTlsContext.getDescriptor())
            .add(io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation.getDescriptor())
            .add(InternalListener.getDescriptor())
            .add(PreviousHostsPredicate.getDescriptor())
            .add(PreviousPrioritiesConfig.getDescriptor())
            .build();

    private static final JsonFormat.Printer JSON =
            JsonFormat.printer().usingTypeRegistry(TYPES).preservingProtoFieldNames();
    private static final ObjectMapper JSON_TREE = new ObjectMapper();
    private static final YAMLMapper YAML =
            YAMLMapper.builder().disable(Feature.WRITE_DOC_START_MARKER).build();

    /** Files of 12 resources whose reconciles run at once, if no two are equal. */
    private static final int MAX_WRITTEN = 64;

    /**
     * Most files are equal for many resources, since only the clusters contain a name. To write them took a quarter of
     * the operator's processor time while many resources were new.
     */
    private static final RenderCache<Content, String> WRITTEN = new RenderCache<>(ProtoYaml::write, MAX_WRITTEN);

    /** A message, as less memory than its objects take. */
    private record Content(Parser<? extends Message> type, ByteString bytes) {
        Message message() throws InvalidProtocolBufferException {
            return type.parseFrom(bytes);
        }
    }

    private ProtoYaml() {}

    static String write(Message message) {
        return WRITTEN.of(new Content(message.getParserForType(), message.toByteString()));
    }

    private static String write(Content content) {
        try {
            var message = content.message();
            return YAML.writeValueAsString(ConnectionAgeJitter.addTo(JSON_TREE.readTree(JSON.print(message))));
        } catch (InvalidProtocolBufferException | JacksonException e) {
            throw new IllegalStateException("the registry lacks a type inside an Any: " + e.getMessage(), e);
        }
    }
}
