package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Credentials for the server of a model. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DownloadCredentialsSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of a Secret in the resource's namespace. Its entries decide what is sent: token"
                + " (Authorization: Bearer, as Hugging Face demands), username and password (Basic), or query (added to"
                + " the query of the address, such as a shared access signature). With s3 it has AWS_ACCESS_KEY_ID,"
                + " AWS_SECRET_ACCESS_KEY and, for keys that expire, AWS_SESSION_TOKEN. The pods mount the Secret; the"
                + " operator does not read it. A changed Secret takes effect with the next download.")
        @Nullable
        String secretName,

        @Size(max = SpecLimits.MAX_HEADER_LENGTH)
        @ValidationRule(
                value = "self.matches('" + Patterns.HEADER + "') && !self.matches('" + Patterns.CLIENT_HEADER + "')",
                message = SpecMessages.HEADER)
        @JsonPropertyDescription("Name of the header that has the entry token as its value, such as X-JFrog-Art-Api."
                + " Default: Authorization, with Bearer before the token. Not allowed with s3.")
        @Nullable
        String header) {}
