package io.audiostream.systemtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two teams, two namespaces. */
@BesideOthers
class TwoNamespacesE2E {

    @Test
    void twoResourcesOfOneNameInTwoNamespacesBothServe() {
        Operator.installForAll();
        try (Namespace one = Namespace.create("e2e-team-one");
                Namespace two = Namespace.create("e2e-team-two")) {
            one.applyService("speech", "");
            two.applyService("speech", "");

            one.awaitSettled("speech");
            two.awaitSettled("speech");
            assertThat(one.field("tsvc/speech", "{.status.endpoint}")).isEqualTo("speech.e2e-team-one.svc:50051");
            assertThat(two.field("tsvc/speech", "{.status.endpoint}")).isEqualTo("speech.e2e-team-two.svc:50051");
        }
    }
}
