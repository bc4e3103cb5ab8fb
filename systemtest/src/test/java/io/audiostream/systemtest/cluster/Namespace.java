package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;

/**
 * A namespace of a test, which enforces the restricted pod security standard; closing it has all that is in it removed.
 */
final class Namespace implements AutoCloseable {

    /** From apply to Ready, on a busy machine. */
    static final Duration READY = Duration.ofMinutes(3);

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    static Namespace create(String name) {
        Cluster.kubectl("delete", "namespace", name, "--ignore-not-found", "--timeout=120s");
        Cluster.apply("default", """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels:
                    pod-security.kubernetes.io/enforce: restricted
                """.formatted(name));
        return new Namespace(name);
    }

    String name() {
        return name;
    }

    /** Runs kubectl in the namespace; it must go well. */
    String kubectl(String... arguments) {
        return tryKubectl(arguments).ok().output().strip();
    }

    Command tryKubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = name;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Cluster.tryKubectl(all);
    }

    void apply(String yaml) {
        Cluster.apply(name, yaml);
    }

    /** Applies a resource with the test model and more in its spec: lines of YAML, indented by two. */
    void applyService(String service, String spec) {
        apply(service(service, TestModel.uri(), TestModel.sha256(), spec));
    }

    /** Applies a resource with the preset {@code base}, which {@link ModelServer#mirror} has, and more in its spec. */
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

    void awaitReady(String service) {
        Command waited =
                tryKubectl("wait", "--for=condition=Ready", "tsvc/" + service, "--timeout=" + READY.toSeconds() + "s");
        assertThat(waited.exitCode())
                .as(() -> waited.errors() + tryKubectl("describe", "tsvc,pods").output())
                .isZero();
    }

    /** Waits until every pod is of the current version, serves, and the operator says so. */
    void awaitSettled(String service) {
        awaitReady(service);
        await().atMost(READY).untilAsserted(() -> {
            assertThat(field("tsvc/" + service, "{.metadata.generation}"))
                    .isEqualTo(field("tsvc/" + service, "{.status.observedGeneration}"));
            assertThat(condition(service, "Progressing")).startsWith("False ");
            assertThat(condition(service, "Degraded")).startsWith("False ");
            assertThat(condition(service, "Ready")).startsWith("True ");
        });
    }

    /** Somebody speaks to a service, and it hears the words. */
    void assertHears(String service) {
        try (Forward forward = Forward.to(this, service);
                Speaker speaker = Speaker.brief(forward.client())) {
            assertThat(speaker.finish().status().getCode()).isEqualTo(Code.OK);
            assertThat(speaker.answers().words()).contains("what your country can do for you");
        }
    }

    /** STATUS REASON MESSAGE of a condition. */
    String condition(String service, String type) {
        String one = ".status.conditions[?(@.type==\"" + type + "\")]";
        return field("tsvc/" + service, "{" + one + ".status} {" + one + ".reason} {" + one + ".message}");
    }

    /** A field of an object, by JSONPath; empty when it is not there. */
    String field(String object, String path) {
        return kubectl("get", object, "-o", "jsonpath=" + path);
    }

    /** Names of a service's pods that are not on their way out. */
    List<String> pods(String service) {
        return kubectl(
                        "get",
                        "pods",
                        "-l",
                        "app.kubernetes.io/instance=" + service,
                        "-o",
                        "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}\n{{end}}{{end}}")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Override
    public void close() {
        Cluster.kubectl("delete", "namespace", name, "--ignore-not-found", "--wait=false");
    }
}
