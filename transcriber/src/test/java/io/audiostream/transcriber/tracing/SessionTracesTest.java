package io.audiostream.transcriber.tracing;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.EndReason;
import io.audiostream.transcriber.session.ProxyTimeouts;
import io.audiostream.transcriber.session.SegmentSummary;
import io.audiostream.transcriber.session.SessionEnd;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionSummary;
import io.audiostream.transcriber.session.TraceParent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SessionTraces traces = new SessionTraces(
            OpenTelemetrySdk.builder().setTracerProvider(provider).build(), now::get);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void recordsSessionInTraceOfClient() {
        // when
        SessionObserver session = traces.opened(call(TraceParent.of("00-" + TRACE + "-b7ad6b7169203331-01")));
        advance(Duration.ofSeconds(5));
        session.closed(summary(SessionEnd.COMPLETED));

        // then
        SpanData span = span("transcription session");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getStartEpochNanos()).isEqualTo(nanos(START));
        assertThat(span.getEndEpochNanos()).isEqualTo(nanos(START.plusSeconds(5)));
        assertThat(span.getAttributes().asMap())
                .containsEntry(stringKey("audiostream.request.id"), "ours")
                .containsEntry(stringKey("session.id"), "theirs")
                .containsEntry(stringKey("audiostream.end"), "completed")
                .containsEntry(doubleKey("audiostream.audio.seconds"), 4.5)
                .containsEntry(longKey("audiostream.words"), 7L);
    }

    @Test
    void recordsSegmentFromFirstSampleToFinal() {
        // when
        SessionObserver session = traces.opened(call(TraceParent.NONE));
        advance(Duration.ofSeconds(10));
        session.finalSent(new SegmentSummary(2, EndReason.SILENCE, 3.5, 7, 5.0, 4.0, 0.25));
        session.closed(summary(SessionEnd.COMPLETED));

        // then
        SpanData segment = span("segment");
        SpanData parent = span("transcription session");
        assertThat(segment.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(segment.getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(segment.getStartEpochNanos()).isEqualTo(nanos(START.plusSeconds(5)));
        assertThat(segment.getEndEpochNanos()).isEqualTo(nanos(START.plusSeconds(10)));
        assertThat(segment.getEvents())
                .extracting(EventData::getName, EventData::getEpochNanos)
                .containsExactly(
                        tuple("first text", nanos(START.plusSeconds(6))),
                        tuple("end of speech", nanos(START.plusMillis(9_750))));
        assertThat(segment.getAttributes().asMap())
                .containsEntry(longKey("audiostream.segment.index"), 2L)
                .containsEntry(stringKey("audiostream.end"), "silence");
    }

    @Test
    void startsTraceWithoutTraceParent() {
        // when
        traces.opened(call(TraceParent.of("nonsense"))).closed(summary(SessionEnd.COMPLETED));

        // then
        SpanData span = span("transcription session");
        assertThat(span.getParentSpanContext()).isEqualTo(SpanContext.getInvalid());
        assertThat(span.getTraceId()).isNotEqualTo(TRACE).hasSize(32);
    }

    @Test
    void recordsNothingForUnsampledTrace() {
        // when
        traces.opened(call(TraceParent.of("00-" + TRACE + "-b7ad6b7169203331-00")))
                .closed(summary(SessionEnd.COMPLETED));

        // then
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, ERROR",
        "TIMED_OUT, ERROR",
        "COMPLETED, UNSET",
        "CANCELLED, UNSET",
        "AGED, UNSET",
        "INVALID, UNSET"
    })
    void reportsOnlyServerErrorsAsError(SessionEnd end, String status) {
        // when
        traces.opened(call(TraceParent.NONE)).closed(summary(end));

        // then
        StatusData expected = status.equals("ERROR") ? StatusData.error() : StatusData.unset();
        assertThat(span("transcription session").getStatus()).isEqualTo(expected);
    }

    private void advance(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }

    private SpanData span(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static CallContext call(TraceParent parent) {
        return new CallContext("ours", "theirs", parent, "127.0.0.1", "", ProxyTimeouts.NONE);
    }

    private static SessionSummary summary(SessionEnd end) {
        return new SessionSummary(
                call(TraceParent.NONE),
                end,
                5,
                new SessionSummary.Audio(4.5, 4.5, 0.5),
                SessionSummary.Corrections.NONE,
                new SessionSummary.Results(1, 2, 7),
                new SessionSummary.Delays(1, 0.1, 2));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
