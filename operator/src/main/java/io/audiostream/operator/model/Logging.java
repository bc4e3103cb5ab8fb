package io.audiostream.operator.model;

import io.audiostream.operator.api.LogFormat;
import io.audiostream.operator.api.LogLevel;
import io.audiostream.operator.api.ReservedNames;
import java.util.Map;

/**
 * The logs of the processes in a pod.
 *
 * @param level least important messages of the transcriber
 * @param format format of the transcriber's log
 * @param envoyLevel least important messages of Envoy; its access log has every call
 */
public record Logging(LogLevel level, LogFormat format, LogLevel envoyLevel) {

    /**
     * Returns the environment variable with the level. The default has none: the level of a running transcriber would
     * stay the same, and an upgrade of the operator would replace its pod.
     */
    Map<String, String> environment() {
        return level == LogLevel.INFO ? Map.of() : Map.of(ReservedNames.LOG_LEVEL, level.transcriberName());
    }
}
