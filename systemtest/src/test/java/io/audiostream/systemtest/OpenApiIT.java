package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Schemathesis makes valid and invalid requests from the OpenAPI document, and finds no answer that it does not
 * describe.
 */
@ExtendWith(SharedLocalService.class)
class OpenApiIT {

    /**
     * Not every sequence of bytes is a recording, which a schema cannot say: a valid request may be refused. And Envoy
     * answers methods that it does not know, such as QUERY, with 400 instead of 405.
     */
    private static final String LEFT_OUT = "positive_data_acceptance,unsupported_method";

    private final String endpoint;

    OpenApiIT(LocalService service) {
        endpoint = service.endpoint();
    }

    @Test
    void answersAsItsDocumentSays() {
        try (RunningProgram program = RunningProgram.start(
                TestPaths.schemathesis(),
                "run",
                "http://" + endpoint + "/v1/openapi.json",
                "--exclude-checks",
                LEFT_OUT,
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                "50",
                "--seed",
                "1",
                "--generation-database",
                "none",
                "--request-timeout",
                "300",
                "--continue-on-failure",
                "--no-color")) {
            assertThat(program.awaitExit())
                    .as(() -> program.stdout() + program.stderr())
                    .isZero();
            assertThat(program.stdout()).contains("Tested: 4");
        }
    }
}
