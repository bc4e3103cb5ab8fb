package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.audiostream.systemtest.Recording;
import io.audiostream.systemtest.ResponseRecorder;
import io.grpc.Status.Code;
import java.util.List;

/** The namespace of a test, with the restricted pod security standard. Closing it deletes it, without waiting. */
final class Namespace implements AutoCloseable {

    private static final String GENERATIONS = "{.metadata.generation} {.status.observedGeneration}";

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    static Namespace create(String name) {
        Cluster.kubectl("delete", "namespace", name, "--ignore-not-found", ClusterAwait.kubectlTimeout());
        createRestricted(name);
        return new Namespace(name);
    }

    /** Creates a namespace with the restricted pod security standard, if it does not exist. */
    static void createRestricted(String name) {
        Cluster.apply("default", """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels:
                    pod-security.kubernetes.io/enforce: restricted
                """.formatted(name));
    }

    String name() {
        return name;
    }

    /** Runs kubectl in the namespace, which has to succeed, and returns its output without surrounding white space. */
    String kubectl(String... arguments) {
        return tryKubectl(arguments).requireSuccess().stdout().strip();
    }

    CommandResult tryKubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = name;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Cluster.tryKubectl(all);
    }

    void apply(String yaml) {
        Cluster.apply(name, yaml);
    }

    /**
     * Applies a resource with the test model.
     *
     * @param spec further fields: lines of YAML, indented by two
     */
    void applyService(String service, String spec) {
        apply(service(service, TestModel.uri(), TestModel.sha256(), spec));
    }

    /**
     * Applies a resource with the preset {@code base}, which {@link ModelServer#mirror} serves.
     *
     * @param spec further fields: lines of YAML, indented by two
     */
    void applyPreset(String service, String spec) {
        apply("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata:
                  name: %s
                spec:
                  model:
                    name: base
                %s
                """.formatted(service, spec));
    }

    static String service(String service, String uri, String sha256, String spec) {
        return """
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata:
                  name: %s
                spec:
                  model:
                    uri: %s
                    sha256: "%s"
                %s
                """.formatted(service, uri, sha256, spec);
    }

    void deleteService(String service) {
        kubectl("delete", "tsvc", service);
    }

    void awaitReady(String service) {
        awaitCondition(service, "Ready");
    }

    /** Waits until the status of the resource reports that all pods are of the current version and ready. */
    void awaitSettled(String service) {
        awaitReady(service);
        awaitCondition(service, "Progressing=False");
        String statuses =
                "%s %s %s %s".formatted(GENERATIONS, status("Progressing"), status("Degraded"), status("Ready"));
        ClusterAwait.awaitRollout()
                .untilAsserted(() -> assertThat(field("tsvc/" + service, statuses))
                        .as("generation, observed generation, Progressing, Degraded, Ready")
                        .matches("(\\d+) \\1 False False True"));
    }

    /** Waits within one kubectl process, which watches the resource. */
    private void awaitCondition(String service, String condition) {
        CommandResult waited =
                tryKubectl("wait", "--for=condition=" + condition, "tsvc/" + service, ClusterAwait.kubectlTimeout());
        assertThat(waited.exitCode())
                .as(() -> waited.stderr() + tryKubectl("describe", "tsvc,pods").stdout())
                .isZero();
    }

    /** Sends speech to a service and asserts its text. */
    void assertTranscribes(String service) {
        try (PortForward forward = PortForward.to(this, service)) {
            assertTranscribes(forward.newStub());
        }
    }

    /** Sends three seconds of speech at once, because nothing here depends on real time, and asserts its text. */
    static void assertTranscribes(AudioStreamServiceStub stub) {
        var responses = new ResponseRecorder();
        var stream = stub.streamAudio(responses);
        stream.onNext(AudioChunk.newBuilder().setAudioData(Recording.phrase()).build());
        stream.onCompleted();
        assertThat(responses.awaitStatus().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finalText()).contains(Recording.PHRASE_TEXT);
    }

    /** Returns a condition as STATUS REASON MESSAGE. */
    String condition(String service, String type) {
        String path = ".status.conditions[?(@.type==\"" + type + "\")]";
        return field("tsvc/" + service, "{" + path + ".status} {" + path + ".reason} {" + path + ".message}");
    }

    private static String status(String condition) {
        return "{.status.conditions[?(@.type==\"" + condition + "\")].status}";
    }

    /** Returns a field of an existing object by JSONPath; empty when the object does not have the field. */
    String field(String object, String path) {
        return kubectl("get", object, "-o", "jsonpath=" + path);
    }

    /** Returns the ConfigMap that new pods of a service mount, as {@code configmap/NAME}. */
    String envoyConfig(String service) {
        return "configmap/"
                + field("deployment/" + service, "{.spec.template.spec.volumes[?(@.name==\"envoy\")].configMap.name}");
    }

    boolean exists(String object) {
        return tryKubectl("get", object, "-o", "name").succeeded();
    }

    /** Returns the uid of an object; empty when there is no such object. */
    String uid(String object) {
        return tryKubectl("get", object, "-o", "jsonpath={.metadata.uid}")
                .stdout()
                .strip();
    }

    /** Returns the names of a service's pods that are not terminating. */
    List<String> pods(String service) {
        return Cluster.podNames(name, "app.kubernetes.io/instance=" + service);
    }

    @Override
    public void close() {
        Cluster.kubectl("delete", "namespace", name, "--ignore-not-found", "--wait=false");
    }
}
