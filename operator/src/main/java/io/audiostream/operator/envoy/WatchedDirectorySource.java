package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;

/**
 * Config sources of files in a watched directory. Envoy reloads a file when an entry of the directory is renamed. A
 * mounted ConfigMap changes that way: its files remain the same symbolic links, and the kubelet swaps the link that
 * they share.
 */
record WatchedDirectorySource(String path) {

    ConfigSource file(String name) {
        return ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setPathConfigSource(PathConfigSource.newBuilder()
                        .setPath(path + "/" + name)
                        .setWatchedDirectory(WatchedDirectory.newBuilder().setPath(path)))
                .build();
    }
}
