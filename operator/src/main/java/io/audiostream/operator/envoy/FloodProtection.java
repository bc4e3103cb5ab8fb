package io.audiostream.operator.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;

/**
 * Limits of HTTP/2 frames that cost a client less than Envoy. Envoy closes a connection that exceeds one. Most are
 * Envoy's defaults, stated here because a default may change.
 */
final class FloodProtection {
    /** Frames that wait for a client that does not read. */
    private static final int MAX_OUTBOUND_FRAMES = 10_000;

    /** Answers to PING, SETTINGS and RST_STREAM that wait for a client that does not read. */
    private static final int MAX_OUTBOUND_CONTROL_FRAMES = 1_000;

    /** Consecutive frames of data or headers without content. */
    private static final int MAX_EMPTY_FRAMES = 1;

    private static final int MAX_PRIORITY_FRAMES_PER_STREAM = 100;
    private static final int MAX_WINDOW_UPDATES_PER_DATA_FRAME = 10;

    /**
     * Streams after which Envoy closes a connection whose client reset half of them within {@link #PREMATURE_SECONDS}.
     * Each of these streams takes and frees a slot of the transcriber.
     */
    private static final int MAX_STREAMS_WITH_PREMATURE_RESETS = 200;

    private static final int PREMATURE_SECONDS = 1;

    /** Requests that one connection may begin before Envoy serves the next connection. */
    private static final int REQUESTS_PER_TURN = 16;

    private FloodProtection() {}

    static Http2ProtocolOptions.Builder options() {
        return Http2ProtocolOptions.newBuilder()
                .setMaxOutboundFrames(ProtoValues.number(MAX_OUTBOUND_FRAMES))
                .setMaxOutboundControlFrames(ProtoValues.number(MAX_OUTBOUND_CONTROL_FRAMES))
                .setMaxConsecutiveInboundFramesWithEmptyPayload(ProtoValues.number(MAX_EMPTY_FRAMES))
                .setMaxInboundPriorityFramesPerStream(ProtoValues.number(MAX_PRIORITY_FRAMES_PER_STREAM))
                .setMaxInboundWindowUpdateFramesPerDataFrameSent(ProtoValues.number(MAX_WINDOW_UPDATES_PER_DATA_FRAME));
    }

    /** Renders the limits that Envoy reads from its runtime. */
    static LayeredRuntime runtime() {
        return LayeredRuntime.newBuilder()
                .addLayers(RuntimeLayer.newBuilder()
                        .setName("limits")
                        .setStaticLayer(Struct.newBuilder()
                                .putFields("http.max_requests_per_io_cycle", number(REQUESTS_PER_TURN))
                                .putFields(
                                        "overload.premature_reset_min_stream_lifetime_seconds",
                                        number(PREMATURE_SECONDS))
                                .putFields(
                                        "overload.premature_reset_total_stream_count",
                                        number(MAX_STREAMS_WITH_PREMATURE_RESETS))))
                .build();
    }

    private static Value number(int value) {
        return Value.newBuilder().setNumberValue(value).build();
    }
}
