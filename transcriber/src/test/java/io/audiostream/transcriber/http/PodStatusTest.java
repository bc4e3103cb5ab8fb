package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodStatusTest {

    private final TestHttp http = new TestHttp(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void whileTheModelLoadsItTellsTheSlotsAndThatItIsNotReady() {
        assertThat(http.get("/statusz").statusCode()).isEqualTo(200);
        assertThat(http.get("/statusz").headers().firstValue("content-type")).hasValue("application/json");
        assertThat(http.get("/statusz").body()).isEqualTo("""
                {"slots":1,"streams":0,"model":null,"engine":null,"ready":false,"draining":false}
                """);
    }

    @Test
    void aSlotInUseIsCountedUntilItIsFree() {
        http.modelLoaded();
        var slot = http.slots.tryAcquire().orElseThrow();

        assertThat(http.get("/statusz").body()).isEqualTo("""
                {"slots":1,"streams":1,"model":"fake","engine":"fake 1","ready":true,"draining":false}
                """);

        slot.close();

        assertThat(http.get("/statusz").body()).contains("\"streams\":0");
    }

    /** Envoy lets everything below /v1/ through, and these are what it does not take for another path. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/..;/statusz", "/v1/..%2fstatusz", "/v1/%2e%2e;a=b/statusz", "/v1/..%2Fstatusz"})
    void aPathThatOnlyEndsThereIsNotIt(String path) {
        assertThat(http.get(path).body()).doesNotContain("slots");
    }

    @Test
    void whileItDrainsItSaysSo() {
        http.modelLoaded();
        http.sessions.refuseNew();

        assertThat(http.get("/statusz").body()).contains("\"ready\":false,\"draining\":true");
    }
}
