package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredQuantityTest {

    @ParameterizedTest
    @CsvSource({
        "64Mi,    64Mi",
        "1024Mi,  1Gi",
        "1.5Gi,   1536Mi",
        "1000Ki,  1000Ki",
        "0.5Ki,   512",
        "1000000, 1M",
        "1500M,   1500M",
        "0,       0"
    })
    void writesSizesLikeTheApiServer(String given, String stored) {
        // when / then
        assertThat(StoredQuantity.ofBytes(new Quantity(given)).toString()).isEqualTo(stored);
    }
}
