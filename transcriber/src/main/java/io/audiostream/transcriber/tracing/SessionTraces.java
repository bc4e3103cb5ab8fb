package io.audiostream.transcriber.tracing;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.SegmentSummary;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionSummary;
import io.audiostream.transcriber.session.TraceParent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Records a span per session, in the client's trace if there is one. Each segment is a child span, from its first
 * sample to its final. Spans hold ids and statistics, never text or audio.
 */
public final class SessionTraces implements SessionObserver.Factory {

    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("audiostream.request.id");
    private static final AttributeKey<String> SESSION_ID = AttributeKey.stringKey("session.id");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
    private static final AttributeKey<String> END = AttributeKey.stringKey("audiostream.end");
    private static final AttributeKey<Double> AUDIO_SECONDS = AttributeKey.doubleKey("audiostream.audio.seconds");
    private static final AttributeKey<Double> COMMITTED_SECONDS =
            AttributeKey.doubleKey("audiostream.committed.seconds");
    private static final AttributeKey<Double> DECODE_SECONDS = AttributeKey.doubleKey("audiostream.decode.seconds");
    private static final AttributeKey<Long> SEGMENTS = AttributeKey.longKey("audiostream.segments");
    private static final AttributeKey<Long> INTERIMS = AttributeKey.longKey("audiostream.interims");
    private static final AttributeKey<Long> WORDS = AttributeKey.longKey("audiostream.words");
    private static final AttributeKey<Long> INDEX = AttributeKey.longKey("audiostream.segment.index");

    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("audiostream.model");
    private static final AttributeKey<String> ENGINE = AttributeKey.stringKey("audiostream.engine");

    private final Tracer tracer;
    private final InstantSource clock;
    private volatile @Nullable ModelInfo model;

    public SessionTraces(OpenTelemetry telemetry, InstantSource clock) {
        tracer = telemetry.getTracer("io.audiostream.transcriber");
        this.clock = clock;
    }

    /** Sets the model that the spans of later sessions name. */
    public void ready(ModelInfo loaded) {
        model = loaded;
    }

    @Override
    public SessionObserver opened(CallContext call) {
        Context parent = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), call.trace(), TraceParentGetter.INSTANCE);
        Span span = tracer.spanBuilder("transcription session")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(REQUEST_ID, call.requestId())
                .setAttribute(SESSION_ID, call.sessionId())
                .setAttribute(PEER, call.peer())
                .setStartTimestamp(clock.instant())
                .startSpan();
        ModelInfo current = model;
        if (current != null) {
            span.setAttribute(MODEL, current.name()).setAttribute(ENGINE, current.engine());
        }
        return new SessionSpan(span);
    }

    private static String tagValue(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private final class SessionSpan implements SessionObserver {

        private final Span span;

        SessionSpan(Span span) {
            this.span = span;
        }

        @Override
        public void finalSent(SegmentSummary segment) {
            Instant now = clock.instant();
            Span child = tracer.spanBuilder("segment")
                    .setParent(Context.root().with(span))
                    .setStartTimestamp(before(now, segment.secondsSinceReceived()))
                    .setAttribute(INDEX, (long) segment.index())
                    .setAttribute(END, tagValue(segment.end()))
                    .setAttribute(AUDIO_SECONDS, segment.audioSeconds())
                    .setAttribute(WORDS, (long) segment.words())
                    .startSpan();
            child.addEvent("first text", before(now, segment.secondsSinceFirstText()));
            child.addEvent("end of speech", before(now, segment.secondsSinceClosed()));
            child.end(now);
        }

        @Override
        public void closed(SessionSummary summary) {
            span.setAttribute(END, tagValue(summary.end()))
                    .setAttribute(AUDIO_SECONDS, summary.audio().receivedSeconds())
                    .setAttribute(COMMITTED_SECONDS, summary.audio().committedSeconds())
                    .setAttribute(DECODE_SECONDS, summary.audio().decodeSeconds())
                    .setAttribute(SEGMENTS, (long) summary.results().finals())
                    .setAttribute(INTERIMS, (long) summary.results().interims())
                    .setAttribute(WORDS, (long) summary.results().words());
            boolean serverError = switch (summary.end()) {
                case FAILED, TIMED_OUT -> true;
                case COMPLETED, CANCELLED, DRAINED, AGED, IDLE, RECLAIMED, INVALID -> false;
            };
            if (serverError) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end(clock.instant());
        }

        private static Instant before(Instant now, double seconds) {
            return now.minusNanos((long) (seconds * 1e9));
        }
    }

    /** Presents a {@link TraceParent} as the only header of a call. */
    private enum TraceParentGetter implements TextMapGetter<TraceParent> {
        INSTANCE;

        @Override
        public Iterable<String> keys(TraceParent carrier) {
            return List.of(TraceParent.HEADER);
        }

        @Override
        public @Nullable String get(@Nullable TraceParent carrier, String key) {
            return carrier != null && key.equals(TraceParent.HEADER) ? carrier.value() : null;
        }
    }
}
