package io.audiostream.transcriber.metrics;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionSummary;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs one line per session when it ends: its ids and statistics, never its text, prompt or audio. */
public final class SessionLog implements SessionObserver.Factory, SessionObserver {

    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);

    @Override
    public SessionObserver opened(CallContext call) {
        return this;
    }

    @Override
    public void closed(SessionSummary summary) {
        CallContext call = summary.call();
        LoggingEventBuilder line = log.atInfo()
                .addKeyValue("requestId", call.requestId())
                .addKeyValue("sessionId", call.sessionId())
                .addKeyValue("traceId", call.trace().traceId())
                .addKeyValue("peer", call.peer())
                .addKeyValue("caller", call.caller())
                .addKeyValue("end", summary.end().name().toLowerCase(Locale.ROOT))
                .addKeyValue("segments", summary.results().finals())
                .addKeyValue("interims", summary.results().interims())
                .addKeyValue("words", summary.results().words());
        add(line, "seconds", summary.seconds());
        add(line, "audioSeconds", summary.audio().receivedSeconds());
        add(line, "committedSeconds", summary.audio().committedSeconds());
        if (summary.corrections().droppedBytes() > 0) {
            var _ = line.addKeyValue("droppedBytes", summary.corrections().droppedBytes());
        }
        if (summary.corrections().outOfPhaseSeconds() > 0) {
            add(line, "outOfPhaseSeconds", summary.corrections().outOfPhaseSeconds());
        }
        add(line, "decodeSeconds", summary.audio().decodeSeconds());
        add(line, "realTimeFactor", summary.realTimeFactor());
        add(line, "firstTextSeconds", summary.delays().firstTextSeconds());
        add(line, "worstFinalSeconds", summary.delays().worstFinalSeconds());
        add(line, "worstLagSeconds", summary.delays().worstLagSeconds());
        line.log("session ended");
    }

    private static void add(LoggingEventBuilder line, String key, double value) {
        if (!Double.isNaN(value)) {
            var _ = line.addKeyValue(key, Math.round(value * 1_000) / 1_000.0);
        }
    }
}
