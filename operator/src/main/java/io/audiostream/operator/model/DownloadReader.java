package io.audiostream.operator.model;

import io.audiostream.operator.api.CaCertificatesSpec;
import io.audiostream.operator.api.DownloadCredentialsSpec;
import io.audiostream.operator.api.DownloadProxySpec;
import io.audiostream.operator.api.DownloadSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.model.download}. */
final class DownloadReader {
    private static final String FIELD = "spec.model.download";

    private DownloadReader() {}

    static DownloadAccess read(@Nullable DownloadSpec spec) {
        return spec == null
                ? DownloadAccess.PUBLIC
                : new DownloadAccess(
                        Optional.ofNullable(spec.credentials()).map(DownloadReader::credentials),
                        Optional.ofNullable(spec.caCertificates()).map(DownloadReader::authorities),
                        Optional.ofNullable(spec.proxy()).map(DownloadReader::proxies),
                        Optional.empty());
    }

    private static DownloadAccess.Credentials credentials(DownloadCredentialsSpec spec) {
        var field = FIELD + ".credentials";
        var header = Optional.ofNullable(spec.header());
        header.ifPresent(name -> {
            FieldCheck.matches(field + ".header", name, Patterns.HEADER, SpecMessages.HEADER);
            FieldCheck.matchesNot(field + ".header", name, Patterns.CLIENT_HEADER, SpecMessages.HEADER);
        });
        return new DownloadAccess.Credentials(
                AccessReader.secretName(field + ".secretName", spec.secretName()), header);
    }

    private static DownloadAccess.Authorities authorities(CaCertificatesSpec spec) {
        var field = FIELD + ".caCertificates";
        if ((spec.configMapName() == null) == (spec.secretName() == null)) {
            throw new InvalidSpecException(field, SpecMessages.ONE_CA_SOURCE);
        }
        MountedObject object = spec.configMapName() == null
                ? new MountedObject.Secret(AccessReader.secretName(field + ".secretName", spec.secretName()))
                : new MountedObject.ConfigMap(FieldCheck.matches(
                        field + ".configMapName",
                        spec.configMapName(),
                        Patterns.OBJECT_NAME,
                        SpecMessages.CONFIG_MAP_NAME));
        return new DownloadAccess.Authorities(
                object,
                FieldCheck.matches(
                        field + ".key",
                        Objects.requireNonNullElse(spec.key(), SpecDefaults.CA_KEY),
                        Patterns.SECRET_KEY,
                        SpecMessages.CA_KEY));
    }

    private static DownloadAccess.Proxies proxies(DownloadProxySpec spec) {
        var field = FIELD + ".proxy";
        if (spec.httpsProxy() == null && spec.httpProxy() == null) {
            throw new InvalidSpecException(field, SpecMessages.PROXY_MISSING);
        }
        var direct = Objects.requireNonNullElse(spec.noProxy(), List.<String>of());
        direct.forEach(host -> FieldCheck.matches(field + ".noProxy", host, Patterns.NO_PROXY, SpecMessages.NO_PROXY));
        return new DownloadAccess.Proxies(
                proxy(field + ".httpsProxy", spec.httpsProxy()), proxy(field + ".httpProxy", spec.httpProxy()), direct);
    }

    private static Optional<String> proxy(String field, @Nullable String address) {
        return Optional.ofNullable(address)
                .map(text -> FieldCheck.matches(field, text, Patterns.PROXY, SpecMessages.PROXY));
    }
}
