package io.audiostream.transcriber.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureMapperTest {

    /** What a client may do goes with the status: come back, choose another request, or give up. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            REASON,            FIELD,                         CODE,                RETRY
            LOADING,           '',                            UNAVAILABLE,         true
            DRAINING,          '',                            UNAVAILABLE,         true
            NO_SLOT,           '',                            RESOURCE_EXHAUSTED,  true
            CALLER_LIMIT,      '',                            RESOURCE_EXHAUSTED,  true
            NO_MEMORY,         '',                            RESOURCE_EXHAUSTED,  true
            BUSY,              '',                            RESOURCE_EXHAUSTED,  true
            TOO_LONG,          '',                            FAILED_PRECONDITION, false
            TOO_SLOW,          '',                            DEADLINE_EXCEEDED,   false
            TOO_MANY_CHANNELS, metadata.separate_channels,    FAILED_PRECONDITION, false
            INVALID,           metadata.sample_rate_hertz,    INVALID_ARGUMENT,    false
            NOT_FOUND,         metadata.model,                NOT_FOUND,           false
            """)
    void mapsRefusal(Reason reason, String field, Code code, boolean retry) throws InvalidProtocolBufferException {
        // when
        Status status = FailureMapper.status(new SessionRefusedException(reason, field, "why"), "1");

        // then
        assertThat(Code.forNumber(status.getCode())).isEqualTo(code);
        assertThat(status.getMessage()).isEqualTo(field.isEmpty() ? "why" : field + ": why");
        assertThat(status.getDetailsCount()).isEqualTo(retry || !field.isEmpty() ? 1 : 0);
        if (retry) {
            assertThat(status.getDetails(0)
                            .unpack(RetryInfo.class)
                            .getRetryDelay()
                            .getSeconds())
                    .isPositive();
        } else if (!field.isEmpty()) {
            assertThat(status.getDetails(0)
                            .unpack(BadRequest.class)
                            .getFieldViolations(0)
                            .getField())
                    .isEqualTo(field);
        }
    }
}
