package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.scheduling.SlotPool;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodStatusTest {

    private final TestHttpServer http = new TestHttpServer();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void reportsSlotsAndNotReadyWhileModelLoads() {
        // when
        HttpResponse<String> response = http.getMonitoring("/statusz");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("""
                {"slots":1,"streams":0,"model":null,"engine":null,"ready":false,"draining":false,"envoy":null}
                """);
    }

    @Test
    void countsSlotUntilItIsFreed() {
        // given
        http.modelLoaded();
        SlotPool.Slot slot = http.slots.tryAcquire().orElseThrow();

        // when / then
        assertThat(http.getMonitoring("/statusz").body()).isEqualTo("""
                {"slots":1,"streams":1,"model":"fake","engine":"fake 1","ready":true,"draining":false,"envoy":null}
                """);

        // when
        slot.close();

        // then
        assertThat(http.getMonitoring("/statusz").body()).contains("\"streams\":0");
    }

    @Test
    void reportsConfigurationThatEnvoyHasAccepted() {
        // given
        http.envoy = new EnvoyConfigState(
                new EnvoyConfigState.Resource("c1", null), new EnvoyConfigState.Resource("r1", "rejected"));

        // when / then
        assertThat(http.getMonitoring("/statusz").body())
                .contains(
                        "\"envoy\":{\"clusters\":{\"version\":\"c1\",\"error\":null},\"routes\":{\"version\":\"r1\",\"error\":\"rejected\"}}");
    }

    /** Envoy routes all paths below /v1/, and does not normalize these. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/..;/statusz", "/v1/..%2fstatusz", "/v1/%2e%2e;a=b/statusz", "/v1/..%2Fstatusz"})
    void hidesStatusBehindPathTraversal(String path) {
        // when / then
        assertThat(http.get(path).body()).doesNotContain("slots");
    }

    @Test
    void reportsDraining() {
        // given
        http.modelLoaded();

        // when
        http.sessions.refuseNew();

        // then
        assertThat(http.getMonitoring("/statusz").body()).contains("\"ready\":false,\"draining\":true");
    }
}
