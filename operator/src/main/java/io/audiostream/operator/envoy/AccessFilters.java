package io.audiostream.operator.envoy;

import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.model.Tls;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.ArrayList;
import java.util.List;

/** The HTTP filters that find out who calls, refuse calls without authentication, and limit the rest. */
record AccessFilters(ProxyModel proxy) {

    /** Returns the filters in the order in which a request passes them. */
    List<HttpFilter> all() {
        var access = proxy.settings().access();
        var filters = new ArrayList<HttpFilter>();
        if (access.tls().flatMap(Tls::clientCertificates).isPresent()) {
            filters.add(CallerHeaders.ofClientCertificate());
        }
        access.authentication().ifPresent(authentication -> {
            authentication.jwt().ifPresent(jwt -> {
                filters.add(new JwtFilter(jwt).filter());
                filters.add(CallerHeaders.ofJwtFailure());
            });
            filters.add(AuthorizationFilter.filter());
        });
        filters.add(RateLimits.filter());
        return filters;
    }
}
