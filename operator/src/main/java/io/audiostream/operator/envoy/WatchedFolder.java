package io.audiostream.operator.envoy;

import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;

/**
 * A folder whose files Envoy reads again when something in it is renamed. That is how a mounted ConfigMap changes: its
 * files stay the same symbolic links, and the link they all go through is swapped.
 */
record WatchedFolder(String path) {

    ConfigSource file(String name) {
        return ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setPathConfigSource(PathConfigSource.newBuilder()
                        .setPath(path + "/" + name)
                        .setWatchedDirectory(WatchedDirectory.newBuilder().setPath(path)))
                .build();
    }
}
