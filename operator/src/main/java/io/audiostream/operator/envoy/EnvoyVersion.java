package io.audiostream.operator.envoy;

/**
 * Content hashes that identify a configuration of Envoy.
 *
 * @param bootstrap hash of the bootstrap with the listeners, which Envoy reads once, at start
 * @param clusters version of the clusters, which Envoy reloads
 * @param routes version that all files of routes share, which Envoy reloads
 */
public record EnvoyVersion(String bootstrap, String clusters, String routes) {

    /** Returns one hash of everything that Envoy reloads. */
    public String live() {
        return ContentHash.of(clusters + " " + routes);
    }
}
