package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import org.junit.jupiter.api.Test;

class ConnectionAgeJitterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void addsJitterBesideEachAge() throws Exception {
        // given
        var config = JSON.readTree("""
                {"listeners": [{"options": {"max_connection_duration": "1800s"}}, {"options": {"idle_timeout": "3s"}}]}
                """);

        // when
        var changed = ConnectionAgeJitter.addTo(config);

        // then
        assertThat(changed).isEqualTo(JSON.readTree("""
                        {"listeners": [
                          {"options": {"max_connection_duration": "1800s", "max_connection_duration_jitter": {"value": 10}}},
                          {"options": {"idle_timeout": "3s"}}]}
                        """));
    }

    @Test
    void protobufClassesHaveAgeAndLackJitter() {
        // when
        var options = HttpProtocolOptions.getDescriptor();

        // then
        assertThat(options.findFieldByName(ConnectionAgeJitter.AGE)).isNotNull();
        assertThat(options.findFieldByName(ConnectionAgeJitter.JITTER))
                .as("once the classes have the field, HttpConnections sets it in place of ConnectionAgeJitter")
                .isNull();
    }
}
