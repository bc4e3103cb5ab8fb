package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two resources of the same name, in two namespaces. */
@RunsConcurrently
class TwoNamespacesE2E {

    @Test
    void servesResourcesOfSameNameInTwoNamespaces() {
        // given
        Operator.installShared();
        try (Namespace one = Namespace.create("e2e-team-one");
                Namespace two = Namespace.create("e2e-team-two")) {
            // when
            one.applyService("speech", "");
            two.applyService("speech", "");

            // then
            one.awaitSettled("speech");
            two.awaitSettled("speech");
            assertThat(one.field("tsvc/speech", "{.status.endpoint}")).isEqualTo("speech.e2e-team-one.svc:50051");
            assertThat(two.field("tsvc/speech", "{.status.endpoint}")).isEqualTo("speech.e2e-team-two.svc:50051");
        }
    }
}
