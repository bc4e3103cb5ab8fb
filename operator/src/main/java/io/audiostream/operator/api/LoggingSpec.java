package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The log of the transcriber. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoggingSpec(
        @Default(SpecDefaults.LOG_LEVEL)
        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_LOG_LEVEL, message = SpecMessages.LOG_LEVEL)
        @JsonPropertyDescription("Least important messages in the log: Error, Warn, Info or Debug; default "
                + SpecDefaults.LOG_LEVEL
                + ", which has a line for each session and call. Debug adds probes and details of"
                + " failed connections. No level logs audio, text or credentials.")
        @Nullable
        String level,

        @Default(SpecDefaults.LOG_FORMAT)
        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_LOG_FORMAT, message = SpecMessages.LOG_FORMAT)
        @JsonPropertyDescription("Json: one object a line, for log collectors. Text: lines for people. Default "
                + SpecDefaults.LOG_FORMAT + ".")
        @Nullable
        String format) {}
