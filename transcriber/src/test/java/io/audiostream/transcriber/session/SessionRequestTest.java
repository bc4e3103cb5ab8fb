package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.FakeEngine;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionRequestTest {

    private final RequestValidator validator = new RequestValidator(
            new SessionDefaults("auto", true, EndpointingConfig.DEFAULT), new FakeEngine().model());

    @Test
    void isLiveByDefault() throws Exception {
        // when
        SessionConfig config = validator.configure(SessionRequest.DEFAULT);

        // then
        assertThat(config.live()).isTrue();
        assertThat(config.utterances().interims()).isTrue();
    }

    @Test
    void staysLiveIfClientWantsNoInterims() throws Exception {
        // given
        var request = TestRequest.withDefaults()
                .interims(new SessionRequest.Interims(Optional.of(false), Optional.empty()))
                .build();

        // when
        SessionConfig config = validator.configure(request);

        // then
        assertThat(config.live()).isTrue();
        assertThat(config.utterances().interims()).isFalse();
    }

    @Test
    void isRecordingWithUsualPauses() throws Exception {
        // when
        SessionConfig config = validator.configure(SessionRequest.DEFAULT.forRecording());

        // then
        assertThat(config.live()).isFalse();
        assertThat(config.utterances().interims()).isFalse();
        assertThat(config.utterances().endpointing()).isEqualTo(EndpointingConfig.DEFAULT);
    }
}
