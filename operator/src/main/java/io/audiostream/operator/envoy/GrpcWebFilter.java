package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.extensions.filters.http.grpc_web.v3.GrpcWeb;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/**
 * Translates gRPC-Web to gRPC. Envoy selects the route before, by the content type of gRPC-Web, so the routes of gRPC
 * match both.
 */
final class GrpcWebFilter {
    private GrpcWebFilter() {}

    static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.grpc_web")
                .setTypedConfig(Any.pack(GrpcWeb.getDefaultInstance()))
                .build();
    }
}
