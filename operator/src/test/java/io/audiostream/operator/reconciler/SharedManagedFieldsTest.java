package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SharedManagedFieldsTest {
    private static final String DEPLOYMENT = """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%1$s", "managedFields": [
              {"manager": "audiostream-operator", "operation": "Apply", "fieldsType": "FieldsV1", "fieldsV1": {
                "f:metadata": {"f:ownerReferences": {"k:{\\"uid\\":\\"%1$s\\"}": {}}},
                "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {}}}}}}]}}""";

    private final KubernetesSerialization serialization = CacheSerialization.create();

    @Test
    void sharesEqualPartsOfDifferentObjects() {
        // when
        var one = fields("one");
        var two = fields("two");

        // then
        assertThat(one.getAdditionalProperties().get("f:spec"))
                .isSameAs(two.getAdditionalProperties().get("f:spec"));
    }

    @Test
    void readsTheSameFields() {
        // when / then
        assertThat(fields("one"))
                .isEqualTo(new KubernetesSerialization()
                        .unmarshal(DEPLOYMENT.formatted("one"), Deployment.class)
                        .getMetadata()
                        .getManagedFields()
                        .getFirst()
                        .getFieldsV1());
    }

    @Test
    void writesWhatItHasRead() {
        // given
        var deployment = serialization.unmarshal(DEPLOYMENT.formatted("one"), Deployment.class);

        // when / then
        assertThat(serialization.clone(deployment)).isEqualTo(deployment);
    }

    private FieldsV1 fields(String name) {
        return serialization
                .unmarshal(DEPLOYMENT.formatted(name), Deployment.class)
                .getMetadata()
                .getManagedFields()
                .getFirst()
                .getFieldsV1();
    }
}
