package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only the operator can find out. */
class DegradedIT extends ClusterFixture {
    private static final Quantity NONE = new Quantity("0");

    @Test
    void aServiceOfSomebodyElseIsLeftAloneAndSaidToBeInTheWay() {
        // given
        var foreign = client.resource(foreignService()).create();

        // when
        var resource = apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        eventually(() -> assertThat(condition("Degraded").status()).isEqualTo("True"));

        // then
        assertThat(condition("Degraded").reason()).isEqualTo("NameTaken");
        assertThat(condition("Degraded").message())
                .contains("Service minimal is there already", "give the resource another name");
        assertThat(service().getSpec()).isEqualTo(foreign.getSpec());
        assertThat(service().getMetadata().getOwnerReferences()).isEmpty();

        // when
        client.resource(foreign).delete();

        // then
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(condition("Degraded").status()).isEqualTo("False"));
        assertThat(service().hasOwnerReferenceFor(resource)).isTrue();
    }

    @Test
    void anObjectThatTheApiServerRefusesIsReportedInItsWords() {
        // given
        client.resource(quotaOfNoServices()).create();
        // The controller that fills in a quota's status is not here.
        client.resource(quotaOfNoServices()).editStatus(quota -> {
            quota.setStatus(new ResourceQuotaStatusBuilder()
                    .addToHard("services", NONE)
                    .addToUsed("services", NONE)
                    .build());
            return quota;
        });

        // when
        apply(ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));

        // then
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(condition("Degraded").status()).isEqualTo("True"));
        assertThat(condition("Degraded").reason()).isEqualTo("ApplyFailed");
        assertThat(condition("Degraded").message()).contains("services", "minimal");
    }

    private ResourceQuota quotaOfNoServices() {
        return new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-services")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToHard("services", NONE)
                .endSpec()
                .build();
    }

    private Service foreignService() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("minimal")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withPorts(List.of(
                        new ServicePortBuilder().withName("web").withPort(80).build()))
                .endSpec()
                .build();
    }

    /**
     * Everything in it is deleted one by one; what goes is not to come back, and nobody wants to read that it can't.
     */
    @Test
    void aNamespaceThatIsOnItsWayOutIsNoProblem() {
        // given
        settledExample();
        client.namespaces().withName(namespace).delete();
        eventually(() -> assertThat(client.namespaces()
                        .withName(namespace)
                        .get()
                        .getStatus()
                        .getPhase())
                .isEqualTo("Terminating"));

        // when
        client.resource(service()).delete();
        eventually(() ->
                assertThat(operator.writes()).contains("PATCH /api/v1/namespaces/" + namespace + "/services/minimal"));
        operator.rest();

        // then
        assertThat(condition("Degraded").status()).isEqualTo("False");
        assertThat(operator.writes()).noneMatch(write -> write.endsWith("/status"));
        assertThat(operator.eventWrites()).isEmpty();
    }
}
