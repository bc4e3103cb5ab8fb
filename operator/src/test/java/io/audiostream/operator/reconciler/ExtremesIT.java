package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.testing.ExtremeResource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server accepts the smallest and the largest resource, and every object that the operator makes of them. */
class ExtremesIT extends ClusterFixture {

    @ParameterizedTest
    @MethodSource
    void reconcilesResourceWithoutRefusal(Path file) {
        // given
        var resource = ExtremeResource.read(file);
        resource.getMetadata().setNamespace(namespace);

        // when
        operator.settle(client.resource(resource).create());

        // then
        var conditions = client.resource(resource).get().getStatus().conditions();
        assertThat(conditions)
                .filteredOn(condition -> List.of("Accepted", "Degraded").contains(condition.type()))
                .extracting(ServiceCondition::reason)
                .containsExactly("Accepted", "AsExpected");
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(resource.getMetadata().getName())
                        .get())
                .isNotNull();
        assertThat(operator.failures()).isZero();
    }

    private static Stream<Path> reconcilesResourceWithoutRefusal() {
        return Stream.of(ExtremeResource.SMALLEST, ExtremeResource.LARGEST);
    }
}
