package io.audiostream.transcriber.tracing;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SegmentSummary;
import io.audiostream.transcriber.session.SessionIds;
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
 * Makes a span of each session, in the trace of its caller where there is one, and in it a span of each segment: from
 * its first sample to its final. They hold ids and figures, never text or audio.
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

    /** The model is loaded: sessions from now on are told to be run by it. */
    public void ready(ModelInfo loaded) {
        model = loaded;
    }

    @Override
    public SessionObserver opened(SessionIds ids) {
        Context caller = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), ids.trace(), TraceParentGetter.INSTANCE);
        Span span = tracer.spanBuilder("transcription session")
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(REQUEST_ID, ids.request())
                .setAttribute(SESSION_ID, ids.session())
                .setAttribute(PEER, ids.peer())
                .setStartTimestamp(clock.instant())
                .startSpan();
        ModelInfo current = model;
        if (current != null) {
            span.setAttribute(MODEL, current.name()).setAttribute(ENGINE, current.engine());
        }
        return new SessionSpan(span);
    }

    private static String word(Enum<?> value) {
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
            Span part = tracer.spanBuilder("segment")
                    .setParent(Context.root().with(span))
                    .setStartTimestamp(before(now, segment.sinceHeard()))
                    .setAttribute(INDEX, (long) segment.index())
                    .setAttribute(END, word(segment.end()))
                    .setAttribute(AUDIO_SECONDS, segment.audioSeconds())
                    .setAttribute(WORDS, (long) segment.words())
                    .startSpan();
            part.addEvent("first text", before(now, segment.sinceFirstText()));
            part.addEvent("end of speech", before(now, segment.sinceClosed()));
            part.end(now);
        }

        @Override
        public void closed(SessionSummary summary) {
            span.setAttribute(END, word(summary.end()))
                    .setAttribute(AUDIO_SECONDS, summary.audioSeconds())
                    .setAttribute(COMMITTED_SECONDS, summary.committedSeconds())
                    .setAttribute(DECODE_SECONDS, summary.decodeSeconds())
                    .setAttribute(SEGMENTS, (long) summary.segments())
                    .setAttribute(INTERIMS, (long) summary.interims())
                    .setAttribute(WORDS, (long) summary.words());
            switch (summary.end()) {
                case FAILED, TIMED_OUT -> span.setStatus(StatusCode.ERROR);
                case COMPLETED, CANCELLED, DRAINED, INVALID -> {}
            }
            span.end(clock.instant());
        }

        private static Instant before(Instant now, double seconds) {
            return now.minusNanos((long) (seconds * 1e9));
        }
    }

    /** A caller's {@link TraceParent} as the one header that there is. */
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
