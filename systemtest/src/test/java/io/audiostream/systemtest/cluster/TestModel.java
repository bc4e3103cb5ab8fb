package io.audiostream.systemtest.cluster;

/**
 * The model that resources of these tests name: on a cluster of somebody's own the one that they gave, else the node's.
 */
final class TestModel {

    private TestModel() {}

    static String uri() {
        return Cluster.ours() ? ModelServer.uri() : System.getenv("AUDIOSTREAM_E2E_MODEL_URI");
    }

    static String sha256() {
        return Cluster.ours() ? ModelServer.sha256() : System.getenv("AUDIOSTREAM_E2E_MODEL_SHA256");
    }
}
