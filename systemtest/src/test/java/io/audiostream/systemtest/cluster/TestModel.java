package io.audiostream.systemtest.cluster;

/**
 * The model of test resources: from {@link ModelServer} on a disposable cluster, otherwise from the address that the
 * option {@code --model} of {@code dev/e2e} names.
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
