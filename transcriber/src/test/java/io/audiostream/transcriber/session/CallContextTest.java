package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CallContextTest {

    private static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void keepsClientsIds() {
        // when
        CallContext call =
                CallContext.of("req-1", TRACE_PARENT, "127.0.0.1", null).withSessionId("session-1");

        // then
        assertThat(call.requestId()).isEqualTo("req-1");
        assertThat(call.sessionId()).isEqualTo("session-1");
        assertThat(call.trace().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(call.peer()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"two words", "line\nbreak", "ümlaut"})
    void replacesRequestIdUnfitForLogs(String requestId) {
        // when / then
        assertThat(CallContext.of(requestId, null, "", null).requestId())
                .isNotEqualTo(requestId)
                .hasSize(36);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"00-0af7651916cd43dd8448eb211c80319c", "nonsense"})
    void ignoresMalformedTraceParent(String header) {
        // when / then
        assertThat(CallContext.of("req-1", header, "", null).trace()).isEqualTo(TraceParent.NONE);
    }

    @Test
    void refusesMalformedTraceParent() {
        // when / then
        assertThatThrownBy(() -> new TraceParent("nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nonsense'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nbreak", "tab\there", "ünicode"})
    void ignoresCallerThatCouldForgeLogLines(String caller) {
        // when / then
        assertThat(CallContext.of("req-1", null, "", caller).caller()).isEmpty();
    }

    @Test
    void keepsSubjectOfCertificateAsCaller() {
        // when
        CallContext call = CallContext.of("req-1", null, "", "CN=app, O=team").withSessionId("session-1");

        // then
        assertThat(call.caller()).isEqualTo("CN=app, O=team");
    }
}
