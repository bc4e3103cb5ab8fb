package io.audiostream.transcriber.metrics;

import io.audiostream.transcriber.session.SessionIds;
import io.audiostream.transcriber.session.SessionObserver;
import io.audiostream.transcriber.session.SessionSummary;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes a line for each session that is over: its ids and figures, never its text, its prompt or its audio. */
public final class SessionLog implements SessionObserver.Factory, SessionObserver {

    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);

    @Override
    public SessionObserver opened(SessionIds ids) {
        return this;
    }

    @Override
    public void closed(SessionSummary summary) {
        SessionIds ids = summary.ids();
        LoggingEventBuilder line = log.atInfo()
                .addKeyValue("requestId", ids.request())
                .addKeyValue("sessionId", ids.session())
                .addKeyValue("traceId", ids.trace().traceId())
                .addKeyValue("peer", ids.peer())
                .addKeyValue("end", summary.end().name().toLowerCase(Locale.ROOT))
                .addKeyValue("segments", summary.segments())
                .addKeyValue("interims", summary.interims())
                .addKeyValue("words", summary.words());
        add(line, "seconds", summary.seconds());
        add(line, "audioSeconds", summary.audioSeconds());
        add(line, "committedSeconds", summary.committedSeconds());
        add(line, "decodeSeconds", summary.decodeSeconds());
        add(line, "realTimeFactor", summary.realTimeFactor());
        add(line, "firstTextSeconds", summary.firstTextSeconds());
        add(line, "worstFinalSeconds", summary.worstFinalSeconds());
        add(line, "worstLagSeconds", summary.worstLagSeconds());
        line.log("session over");
    }

    private static void add(LoggingEventBuilder line, String key, double value) {
        if (!Double.isNaN(value)) {
            var _ = line.addKeyValue(key, Math.round(value * 1_000) / 1_000.0);
        }
    }
}
