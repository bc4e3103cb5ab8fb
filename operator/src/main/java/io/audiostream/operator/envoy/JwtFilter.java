package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import io.audiostream.operator.model.Jwks;
import io.audiostream.operator.model.Jwt;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtProvider;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RequirementRule;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.time.Duration;

/**
 * Verifies JSON Web Tokens. It refuses no call: {@link AuthorizationFilter} does that, because an API key may take the
 * place of a token.
 */
record JwtFilter(Jwt jwt) {

    static final String NAME = "envoy.filters.http.jwt_authn";

    /** Name of the dynamic metadata that says why a token was not accepted. */
    static final String FAILURE = "failure";

    private static final String PROVIDER = "audiostream";

    /** Time between two fetches of a key set over the network. */
    private static final Duration REMOTE_REFRESH = Duration.ofMinutes(5);

    /** Time between two fetches of a mounted key set from the transcriber. */
    private static final Duration MOUNTED_REFRESH = Duration.ofSeconds(5);

    /** Time to fetch a key set. */
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);

    HttpFilter filter() {
        var accepted = JwtRequirement.newBuilder().setProviderName(PROVIDER);
        var none = JwtRequirement.newBuilder().setAllowMissingOrFailed(Empty.getDefaultInstance());
        return HttpFilter.newBuilder()
                .setName(NAME)
                .setTypedConfig(Any.pack(JwtAuthentication.newBuilder()
                        .putProviders(PROVIDER, provider())
                        .addRules(RequirementRule.newBuilder()
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setRequires(JwtRequirement.newBuilder()
                                        .setRequiresAny(JwtRequirementOrList.newBuilder()
                                                .addRequirements(accepted)
                                                .addRequirements(none))))
                        .build()))
                .build();
    }

    private JwtProvider provider() {
        var provider = JwtProvider.newBuilder()
                .setIssuer(jwt.issuer())
                .addAllAudiences(jwt.audiences())
                .setRequireExpiration(true)
                // Without this, Envoy would also read tokens from the query, which proxies log.
                .addFromHeaders(JwtHeader.newBuilder().setName("Authorization").setValuePrefix("Bearer "))
                // The transcriber tells a token without a subject from a missing one. It has the header removed.
                .setForward(true)
                .setFailedStatusInMetadata(FAILURE)
                .addClaimToHeaders(JwtClaimToHeader.newBuilder()
                        .setHeaderName(CallerHeaders.JWT_SUBJECT)
                        .setClaimName("sub"));
        switch (jwt.jwks()) {
            case Jwks.Inline inline ->
                provider.setLocalJwks(DataSource.newBuilder().setInlineString(inline.json()));
            case Jwks.FromSecret _ ->
                provider.setRemoteJwks(remote("http://127.0.0.1/jwks", Clusters.AUTHORIZATION, MOUNTED_REFRESH));
            case Jwks.Remote remote ->
                provider.setRemoteJwks(remote(remote.uri().toString(), JwksCluster.NAME, REMOTE_REFRESH));
        }
        return provider.build();
    }

    /** Fetches in the background, so that no call waits for the key set. */
    private static RemoteJwks remote(String uri, String cluster, Duration refresh) {
        return RemoteJwks.newBuilder()
                .setHttpUri(HttpUri.newBuilder()
                        .setUri(uri)
                        .setCluster(cluster)
                        .setTimeout(ProtoValues.duration(FETCH_TIMEOUT)))
                .setCacheDuration(ProtoValues.duration(refresh))
                .setAsyncFetch(JwksAsyncFetch.newBuilder().setFastListener(true))
                .build();
    }
}
