package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
import java.util.List;

/**
 * The headers by which Envoy tells the transcriber who calls. Envoy removes them from every request of a client, and
 * then sets them itself.
 */
final class CallerHeaders {
    /** The caller: {@code key:NAME}, {@code jwt:SUBJECT}, or a client certificate's URI or subject. */
    static final String CALLER = "x-audiostream-caller";

    /** Subject of a verified token, for the transcriber's authorization. */
    static final String JWT_SUBJECT = "x-audiostream-jwt-subject";

    /** Why a token was not accepted, for the transcriber's authorization. */
    static final String JWT_FAILURE = "x-audiostream-jwt-failure";

    private CallerHeaders() {}

    /** Removes what a client sent, before any filter reads the request. */
    static TypedExtensionConfig removal() {
        var mutations = HeaderMutation.newBuilder();
        List.of(CALLER, JWT_SUBJECT, JWT_FAILURE).forEach(header -> mutations.addMutations(remove(header)));
        return TypedExtensionConfig.newBuilder()
                .setName("envoy.http.early_header_mutation.header_mutation")
                .setTypedConfig(Any.pack(mutations.build()))
                .build();
    }

    /** Sets the caller to the client's certificate. A format without a value leaves the header as it is. */
    static HttpFilter ofClientCertificate() {
        return setting(
                "audiostream.client-certificate",
                set(CALLER, "%DOWNSTREAM_PEER_SUBJECT%"),
                set(CALLER, "%DOWNSTREAM_PEER_URI_SAN%"));
    }

    /** Passes on why {@link JwtFilter} did not accept a token. */
    static HttpFilter ofJwtFailure() {
        return setting(
                "audiostream.jwt-failure",
                set(JWT_FAILURE, "%%DYNAMIC_METADATA(%s:%s:message)%%".formatted(JwtFilter.NAME, JwtFilter.FAILURE)));
    }

    private static HttpFilter setting(
            String name, io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation... mutations) {
        var settings = Mutations.newBuilder();
        List.of(mutations).forEach(settings::addRequestMutations);
        return HttpFilter.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(
                        io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation.newBuilder()
                                .setMutations(settings)
                                .build()))
                .build();
    }

    private static io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation set(String name, String format) {
        return io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation.newBuilder()
                .setAppend(HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(format))
                        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .build();
    }

    private static io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation remove(String header) {
        return io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation.newBuilder()
                .setRemove(header)
                .build();
    }
}
