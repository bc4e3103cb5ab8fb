package io.audiostream.transcriber.http;

import org.jspecify.annotations.Nullable;

/**
 * The configuration that Envoy has accepted, as part of {@code GET /statusz}. The component names are the JSON keys.
 *
 * @param clusters state of the clusters
 * @param routes state of the routes
 */
public record EnvoyConfigState(Resource clusters, Resource routes) {

    /**
     * The resources of one type.
     *
     * @param version version that Envoy uses; null before it has accepted one, and while Envoy reloads its files
     * @param error why Envoy does not use a later version; null if it rejected none since this version
     */
    public record Resource(
            @Nullable String version, @Nullable String error) {}
}
