package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ApiServer;
import io.audiostream.operator.testing.ResourceFiles;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs the operator for a new namespace in each test. The tests run concurrently, because they mostly wait until the
 * operator is idle.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(Lifecycle.PER_METHOD)
abstract class ClusterFixture {
    KubernetesClient client;
    String namespace;
    RunningOperator operator;

    @BeforeEach
    void startOperator() {
        client = ApiServer.shared().client();
        namespace = ApiServer.shared().newNamespace();
        operator = RunningOperator.in(namespace);
    }

    @AfterEach
    void stopOperator() {
        operator.close();
        client.close();
    }

    /** Applies the smallest example and waits until it is reconciled. */
    TranscriptionService settledExample() {
        var resource = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        operator.settle(resource);
        return client.resource(resource).get();
    }

    /** Applies text like kubectl, with the field manager of a user. */
    TranscriptionService apply(String yaml) {
        var resource = ResourceFiles.parse(yaml);
        resource.getMetadata().setNamespace(namespace);
        return client.resource(resource).fieldManager("user").forceConflicts().serverSideApply();
    }

    Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    Service service() {
        return client.services().inNamespace(namespace).withName("minimal").get();
    }

    Service headlessService() {
        return client.services()
                .inNamespace(namespace)
                .withName("minimal-headless")
                .get();
    }

    /** Returns the ConfigMap that new pods mount. */
    ConfigMap envoyConfig() {
        return client.configMaps()
                .inNamespace(namespace)
                .withName(envoyConfigName())
                .get();
    }

    String envoyConfigName() {
        return deployment().getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("envoy"))
                .map(volume -> volume.getConfigMap().getName())
                .findFirst()
                .orElseThrow();
    }

    /** Returns the names of all ConfigMaps that the operator created. */
    List<String> configMapNames() {
        return client
                .configMaps()
                .inNamespace(namespace)
                .withLabelSelector("app.kubernetes.io/managed-by=audiostream-operator")
                .list()
                .getItems()
                .stream()
                .map(config -> config.getMetadata().getName())
                .toList();
    }

    ServiceAccount serviceAccount() {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    PodDisruptionBudget disruptionBudget() {
        return client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    List<HasMetadata> objects() {
        return List.of(deployment(), service(), headlessService(), envoyConfig(), serviceAccount(), disruptionBudget());
    }

    TranscriptionService example() {
        return client.resources(TranscriptionService.class)
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    ServiceCondition condition(String type) {
        var status = example().getStatus();
        assertThat(status).isNotNull();
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Sets an annotation of another field manager. The operator does not need to write anything then. */
    void annotate(HasMetadata object) {
        client.resource(object).edit(existing -> {
            existing.getMetadata().setAnnotations(Map.of("example.com/note", "yes"));
            return existing;
        });
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(ApiServer.TIMEOUT).untilAsserted(assertion);
    }
}
