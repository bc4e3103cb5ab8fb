package io.audiostream.transcriber.metrics;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.scheduling.DecodeObserver;
import io.audiostream.transcriber.scheduling.DecodeRank;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.SegmentSummary;
import io.audiostream.transcriber.session.SessionEnd;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionSummary;
import io.audiostream.transcriber.session.TextEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The transcriber's metrics for Prometheus. No metric has the session, client or language as a label, which would make
 * the number of time series unbounded. Thread-safe.
 */
public final class TranscriberMetrics
        implements SessionObserver.Factory, SessionObserver, DecodeObserver, AutoCloseable {

    private static final double[] DELAY_BUCKETS = {0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 30};
    private static final double[] FACTOR_BUCKETS = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 5};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final Counter audio = counter("audiostream.audio.received", "seconds", "Audio received");
    private final Counter outOfPhase = counter(
            "audiostream.audio.out.of.phase",
            "seconds",
            "Stereo audio of which one channel was inverted, because the channels would cancel each other");
    private final Counter interims = counter("audiostream.interims", null, "Interim responses sent");
    private final Counter finals = counter("audiostream.finals", null, "Final responses sent");
    private final Counter words = counter("audiostream.words", null, "Words in final responses");
    private final Counter pauses =
            counter("audiostream.decodes.paused", null, "Decodes of recordings that paused for a live one");
    private final Counter replacedWorkers =
            counter("audiostream.decode.workers.replaced", null, "Decode workers that failed and were replaced");
    private final DistributionSummary firstText = seconds(
            "audiostream.first.text",
            "Time from the start of a segment's speech to its first response with text",
            DELAY_BUCKETS);
    private final DistributionSummary finalDelay =
            seconds("audiostream.final.delay", "Time from the end of a segment to its final", DELAY_BUCKETS);
    private final DistributionSummary worstLag = seconds(
            "audiostream.lag",
            "Maximum audio that a session had received and not yet committed, recorded when it ends",
            DELAY_BUCKETS);
    private final DistributionSummary realTimeFactor = DistributionSummary.builder("audiostream.real.time.factor")
            .description("Time to decode a session's audio over its duration, recorded when it ends")
            .serviceLevelObjectives(FACTOR_BUCKETS)
            .register(registry);

    /** Registers the metrics that do not depend on the model. */
    public TranscriberMetrics(SlotPool slots) {
        gauge("audiostream.slots", "Maximum number of concurrent streams and calls", slots, SlotPool::total);
        gauge("audiostream.slots.in.use", "Slots in use", slots, SlotPool::inUse);
        gauge(
                "audiostream.slot.utilization.percent",
                "Share of the slots in use, 0 to 100, for autoscaling",
                slots,
                pool -> 100.0 * pool.inUse() / pool.total());
        Counter.builder("audiostream.sessions.opened")
                .description("Sessions opened")
                .register(registry);
        // A counter that begins at 1 has no increase for Prometheus: all exist from the start.
        for (Reason reason : Reason.values()) {
            var _ = refusals(reason);
        }
        for (SessionEnd end : SessionEnd.values()) {
            var _ = ends(end);
        }
        for (Kind kind : Kind.values()) {
            var _ = decodes(kind, false);
            var _ = decodes(kind, true);
        }
        for (DropReason reason : DropReason.values()) {
            var _ = dropped(reason);
        }
        for (TextEvent event : TextEvent.values()) {
            var _ = textEvents(event);
        }
        new ProcessMemory().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** Registers the metrics that depend on the model, once it is loaded. */
    public void ready(ModelInfo model, DecodeScheduler scheduler) {
        Gauge.builder("audiostream.engine.info", () -> 1)
                .description("Always 1; the labels name the engine and the model")
                .tag("engine", model.engine())
                .tag("model", model.name())
                .register(registry);
        for (DecodeRank rank : DecodeRank.values()) {
            Gauge.builder("audiostream.decode.queue", scheduler, source -> source.waiting(rank))
                    .description("Sessions that wait for a decode worker")
                    .tag("rank", tagValue(rank))
                    .register(registry);
        }
    }

    /** Returns all metrics in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void refused(Reason reason) {
        refusals(reason).increment();
    }

    @Override
    public SessionObserver opened(CallContext call) {
        registry.counter("audiostream.sessions.opened").increment();
        return this;
    }

    @Override
    public void audioReceived(double seconds) {
        audio.increment(seconds);
    }

    @Override
    public void audioDropped(DropReason reason, long bytes) {
        dropped(reason).increment(bytes);
    }

    @Override
    public void audioOutOfPhase(double seconds) {
        outOfPhase.increment(seconds);
    }

    @Override
    public void firstText(double seconds) {
        firstText.record(seconds);
    }

    @Override
    public void interimSent() {
        interims.increment();
    }

    @Override
    public void finalSent(SegmentSummary segment) {
        finals.increment();
        words.increment(segment.words());
        finalDelay.record(segment.secondsSinceClosed());
    }

    @Override
    public void textEvent(TextEvent event) {
        textEvents(event).increment();
    }

    @Override
    public void closed(SessionSummary summary) {
        ends(summary.end()).increment();
        worstLag.record(summary.delays().worstLagSeconds());
        if (!Double.isNaN(summary.realTimeFactor())) {
            realTimeFactor.record(summary.realTimeFactor());
        }
    }

    @Override
    public void decoded(Kind kind, double seconds, boolean cancelled) {
        decodes(kind, cancelled).record(seconds);
    }

    @Override
    public void paused() {
        pauses.increment();
    }

    @Override
    public void workerReplaced() {
        replacedWorkers.increment();
    }

    private static String tagValue(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Counter refusals(Reason reason) {
        return Counter.builder("audiostream.sessions.refused")
                .description("Sessions refused")
                .tag("reason", tagValue(reason))
                .register(registry);
    }

    private Counter ends(SessionEnd end) {
        return Counter.builder("audiostream.sessions.ended")
                .description("Sessions ended")
                .tag("end", tagValue(end))
                .register(registry);
    }

    private DistributionSummary decodes(Kind kind, boolean cancelled) {
        return DistributionSummary.builder("audiostream.decode")
                .description("Duration of a decode")
                .baseUnit("seconds")
                .tags("kind", tagValue(kind), "cancelled", Boolean.toString(cancelled))
                .serviceLevelObjectives(DELAY_BUCKETS)
                .register(registry);
    }

    private Counter dropped(DropReason reason) {
        return Counter.builder("audiostream.audio.dropped")
                .baseUnit("bytes")
                .description("Bytes of clients that were dropped from audio that was decoded")
                .tag("reason", tagValue(reason))
                .register(registry);
    }

    private Counter textEvents(TextEvent event) {
        return Counter.builder("audiostream.text.events")
                .description("Cuts, retries and dropped text of the text layer")
                .tag("event", tagValue(event))
                .register(registry);
    }

    private Counter counter(String name, @Nullable String unit, String description) {
        return Counter.builder(name).baseUnit(unit).description(description).register(registry);
    }

    private DistributionSummary seconds(String name, String description, double[] bounds) {
        return DistributionSummary.builder(name)
                .baseUnit("seconds")
                .description(description)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).register(registry);
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
