package io.audiostream.operator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How pods reach the server of their model.
 *
 * @param credentials Secret with credentials; empty: none are sent
 * @param authorities certificate authorities besides the public ones; empty: none
 * @param proxies proxies of the download; empty: none
 * @param s3Region region in signatures of a store with the API of S3; empty: the server is no such store
 */
public record DownloadAccess(
        Optional<Credentials> credentials,
        Optional<Authorities> authorities,
        Optional<Proxies> proxies,
        Optional<String> s3Region) {

    /** A public server without proxy. */
    public static final DownloadAccess PUBLIC =
            new DownloadAccess(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Credentials.
     *
     * @param secretName Secret that has them
     * @param header header that has the token; empty: {@code Authorization: Bearer}
     */
    public record Credentials(String secretName, Optional<String> header) {}

    /**
     * Certificate authorities.
     *
     * @param object ConfigMap or Secret that has them
     * @param key key of the entry
     */
    public record Authorities(MountedObject object, String key) {}

    /**
     * Proxies.
     *
     * @param https proxy for https addresses
     * @param http proxy for http addresses
     * @param direct hosts and domains that are reached without a proxy
     */
    public record Proxies(Optional<String> https, Optional<String> http, List<String> direct) {
        public Proxies {
            direct = List.copyOf(direct);
        }
    }

    DownloadAccess withS3Region(String region) {
        return new DownloadAccess(credentials, authorities, proxies, Optional.of(region));
    }

    /** Returns the objects that the pods mount. */
    SortedMap<SecretMount, MountedObject> objects() {
        var objects = new TreeMap<SecretMount, MountedObject>();
        credentials.ifPresent(
                found -> objects.put(SecretMount.MODEL_CREDENTIALS, new MountedObject.Secret(found.secretName())));
        authorities.ifPresent(found -> objects.put(SecretMount.MODEL_CA, found.object()));
        return objects;
    }

    /** Returns the options of {@code check-secrets}, besides those that name the objects. */
    List<String> checkArguments() {
        var arguments = new ArrayList<String>();
        if (credentials.isPresent() && s3Region.isPresent()) {
            arguments.add("--model-s3");
        }
        authorities.ifPresent(found -> arguments.addAll(List.of("--model-ca-key", found.key())));
        return arguments;
    }

    /** Returns the options of {@code fetch-model}. */
    List<String> fetchArguments(String secretsFolder) {
        var arguments = new ArrayList<String>();
        credentials.ifPresent(found -> {
            arguments.addAll(List.of(
                    "--credentials", found.secretName() + "=" + SecretMount.MODEL_CREDENTIALS.below(secretsFolder)));
            found.header().ifPresent(header -> arguments.addAll(List.of("--credentials-header", header)));
            s3Region.ifPresent(region -> arguments.addAll(List.of("--s3-region", region)));
        });
        authorities.ifPresent(found -> arguments.addAll(List.of(
                "--ca",
                found.object().argument() + "=" + SecretMount.MODEL_CA.below(secretsFolder),
                "--ca-key",
                found.key())));
        proxies.ifPresent(found -> {
            found.https().ifPresent(proxy -> arguments.addAll(List.of("--https-proxy", proxy)));
            found.http().ifPresent(proxy -> arguments.addAll(List.of("--http-proxy", proxy)));
            if (!found.direct().isEmpty()) {
                arguments.addAll(List.of("--no-proxy", String.join(",", found.direct())));
            }
        });
        return arguments;
    }
}
