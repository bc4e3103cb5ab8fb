package io.audiostream.transcriber.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFailureTest {

    /** Clients of OpenAI send a request again after 408, 429 and 5xx. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            REASON,            FIELD,                      STATUS, TYPE,                  CODE
            LOADING,           '',                         503,    server_error,          -
            DRAINING,          '',                         503,    server_error,          -
            NO_SLOT,           '',                         429,    rate_limit_error,      rate_limit_exceeded
            CALLER_LIMIT,      '',                         429,    rate_limit_error,      rate_limit_exceeded
            NO_MEMORY,         '',                         429,    rate_limit_error,      rate_limit_exceeded
            BUSY,              '',                         429,    rate_limit_error,      rate_limit_exceeded
            TOO_LONG,          '',                         413,    invalid_request_error, -
            TOO_SLOW,          '',                         408,    invalid_request_error, -
            TOO_MANY_CHANNELS, metadata.separate_channels, 400,    invalid_request_error, invalid_value
            INVALID,           metadata.prompt,            400,    invalid_request_error, invalid_value
            NOT_FOUND,         metadata.model,             404,    invalid_request_error, model_not_found
            NOT_FOUND,         metadata.language,          400,    invalid_request_error, invalid_language_format
            NOT_FOUND,         metadata.task,              400,    invalid_request_error, unsupported_model
            """)
    void mapsRefusal(Reason reason, String field, int status, String type, String code) {
        // when
        ApiFailure failure = ApiFailure.of(new SessionRefusedException(reason, field, "why"), "1");

        // then
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.details().message()).isEqualTo("why");
        assertThat(failure.details().type()).isEqualTo(type);
        assertThat(failure.details().code()).isEqualTo(code);
    }
}
