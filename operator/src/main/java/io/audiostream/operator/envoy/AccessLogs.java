package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.formatter.req_without_query.v3.ReqWithoutQuery;
import java.util.Map;
import java.util.TreeMap;

/**
 * Access log of Envoy: one JSON object per call on standard output, without successful probes. It contains no audio, no
 * text, no query string and no credentials, to protect the privacy of speakers.
 */
final class AccessLogs {

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("time", "%START_TIME%"),
            Map.entry("method", "%REQ(:METHOD)%"),
            Map.entry("path", "%REQ_WITHOUT_QUERY(:PATH)%"),
            Map.entry("protocol", "%PROTOCOL%"),
            Map.entry("status", "%RESPONSE_CODE%"),
            Map.entry("grpc_status", "%GRPC_STATUS(SNAKE_STRING)%"),
            Map.entry("grpc_status_number", "%GRPC_STATUS(NUMBER)%"),
            Map.entry("details", "%RESPONSE_CODE_DETAILS%"),
            Map.entry("flags", "%RESPONSE_FLAGS%"),
            Map.entry("bytes_received", "%BYTES_RECEIVED%"),
            Map.entry("bytes_sent", "%BYTES_SENT%"),
            Map.entry("duration_ms", "%DURATION%"),
            Map.entry("spilled_from", "%REQ(X-AUDIOSTREAM-SPILLED-FROM)%"),
            Map.entry("request_id", "%REQ(X-REQUEST-ID)%"),
            Map.entry("session_id", "%RESP(SESSION-ID)%"),
            Map.entry("caller", "%REQ(" + CallerHeaders.CALLER + ")%"),
            Map.entry("client", "%DOWNSTREAM_REMOTE_ADDRESS%"),
            Map.entry("upstream", "%UPSTREAM_HOST%"),
            Map.entry("tls_version", "%DOWNSTREAM_TLS_VERSION%"),
            Map.entry("user_agent", "%REQ(USER-AGENT)%"));

    private AccessLogs() {}

    static AccessLog stdout() {
        return AccessLog.newBuilder()
                .setName("envoy.access_loggers.stdout")
                .setFilter(AccessLogFilters.withoutSuccessfulProbes())
                .setTypedConfig(Any.pack(
                        StdoutAccessLog.newBuilder().setLogFormat(format()).build()))
                .build();
    }

    private static SubstitutionFormatString format() {
        return SubstitutionFormatString.newBuilder()
                .setJsonFormat(fields())
                .addFormatters(TypedExtensionConfig.newBuilder()
                        .setName("envoy.formatter.req_without_query")
                        .setTypedConfig(Any.pack(ReqWithoutQuery.getDefaultInstance())))
                .build();
    }

    /** Sorts the fields, so that the same model always renders to the same text. */
    private static Struct fields() {
        var fields = Struct.newBuilder();
        new TreeMap<>(FIELDS)
                .forEach((name, operator) -> fields.putFields(
                        name, Value.newBuilder().setStringValue(operator).build()));
        return fields.build();
    }
}
