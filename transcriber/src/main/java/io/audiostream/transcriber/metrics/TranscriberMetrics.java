package io.audiostream.transcriber.metrics;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.scheduling.DecodeObserver;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SegmentSummary;
import io.audiostream.transcriber.session.SessionIds;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionSummary;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;

/**
 * What Prometheus gets. No meter has a session, a client or a language as a label: their number would grow for ever.
 * Thread-safe.
 */
public final class TranscriberMetrics
        implements SessionObserver.Factory, SessionObserver, DecodeObserver, AutoCloseable {

    private static final double[] DELAYS = {0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 30};
    private static final double[] FACTORS = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 5};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Counter audio = counter("audiostream.audio.received", "seconds", "Audio that came");
    private final Counter interims = counter("audiostream.interims", null, "Interim responses that were sent");
    private final Counter finals = counter("audiostream.finals", null, "Final responses that were sent");
    private final DistributionSummary firstText = seconds(
            "audiostream.first.text", "From where a segment's speech begins to its first response with text", DELAYS);
    private final DistributionSummary finalDelay =
            seconds("audiostream.final.delay", "From the end of a segment to its final", DELAYS);
    private final DistributionSummary lag = seconds(
            "audiostream.lag", "Most audio that a session had received and not yet committed, once it is over", DELAYS);
    private final DistributionSummary factor = DistributionSummary.builder("audiostream.real.time.factor")
            .description("Time to decode over audio, of sessions that are over")
            .serviceLevelObjectives(FACTORS)
            .register(registry);

    /** Registers all that does not need the model. */
    public TranscriberMetrics(SlotPool slots) {
        gauge("audiostream.slots", "Streams and calls that are taken at once", slots, SlotPool::total);
        gauge("audiostream.slots.in.use", "Slots in use", slots, SlotPool::inUse);
        gauge(
                "audiostream.slot.utilization.percent",
                "Share of the slots in use, 0 to 100: for autoscaling",
                slots,
                pool -> 100.0 * pool.inUse() / pool.total());
        Counter.builder("audiostream.sessions.opened")
                .description("Sessions that were opened")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** The model is loaded. */
    public void ready(ModelInfo model, DecodeScheduler scheduler) {
        Gauge.builder("audiostream.engine.info", () -> 1)
                .description("Always 1; the labels tell which engine runs which model")
                .tag("engine", model.engine())
                .tag("model", model.name())
                .register(registry);
        gauge(
                "audiostream.decode.queue",
                "Sessions with something to decode that wait for a worker",
                scheduler,
                DecodeScheduler::waiting);
    }

    /** Everything, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void refused(Reason reason) {
        registry.counter("audiostream.sessions.refused", "reason", word(reason)).increment();
    }

    @Override
    public SessionObserver opened(SessionIds ids) {
        registry.counter("audiostream.sessions.opened").increment();
        return this;
    }

    @Override
    public void audioReceived(double seconds) {
        audio.increment(seconds);
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
        finalDelay.record(segment.sinceClosed());
    }

    @Override
    public void closed(SessionSummary summary) {
        registry.counter("audiostream.sessions.ended", "end", word(summary.end()))
                .increment();
        lag.record(summary.worstLagSeconds());
        if (!Double.isNaN(summary.realTimeFactor())) {
            factor.record(summary.realTimeFactor());
        }
    }

    @Override
    public void decoded(Kind kind, double seconds, boolean cancelled) {
        DistributionSummary.builder("audiostream.decode")
                .description("Time that a decode took")
                .baseUnit("seconds")
                .tags("kind", word(kind), "cancelled", Boolean.toString(cancelled))
                .serviceLevelObjectives(DELAYS)
                .register(registry)
                .record(seconds);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(String name, @org.jspecify.annotations.Nullable String unit, String description) {
        return Counter.builder(name).baseUnit(unit).description(description).register(registry);
    }

    private DistributionSummary seconds(String name, String description, double[] bounds) {
        return DistributionSummary.builder(name)
                .baseUnit("seconds")
                .description(description)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    private <T> void gauge(String name, String description, T of, java.util.function.ToDoubleFunction<T> value) {
        MeterRegistry target = registry;
        Gauge.builder(name, of, value).description(description).register(target);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
