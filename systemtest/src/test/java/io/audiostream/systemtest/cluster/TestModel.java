package io.audiostream.systemtest.cluster;

/**
 * The model that test resources name: the node's own on a disposable cluster, else the one that {@code dev/e2e} got.
 */
final class TestModel {

    private TestModel() {}

    static String uri() {
        return Cluster.isDisposable() ? ModelServer.uri() : Cluster.variable("AUDIOSTREAM_E2E_MODEL_URI");
    }

    static String sha256() {
        return Cluster.isDisposable() ? ModelServer.sha256() : Cluster.variable("AUDIOSTREAM_E2E_MODEL_SHA256");
    }
}
