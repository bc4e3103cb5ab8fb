package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.Transcript.Retry;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsCTranslate2IT extends WordsContract {

    @Override
    RealServer start() throws IOException {
        return new RealServer(CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library()));
    }

    @Override
    boolean reads(WordsInput input) {
        return true;
    }

    @Override
    Duration interimInterval(WordsInput input) {
        return Duration.ofMillis(input.recording().seconds() < 16 ? 500 : 1_000);
    }

    /** The model is unsure of the Russian, and speech without pauses is longer than its segments may be. */
    @Test
    void countsRetriesAndCuts() {
        // when
        String metrics = server.metrics.scrape();

        // then
        assertThat(server.engine.retries(Retry.UNRELIABLE)).isPositive();
        assertThat(events(metrics, "retry_unreliable")).isEqualTo(server.engine.retries(Retry.UNRELIABLE));
        assertThat(events(metrics, "retry_loop")).isEqualTo(server.engine.retries(Retry.LOOP));
        assertThat(events(metrics, "retry_language")).isEqualTo(server.engine.retries(Retry.LANGUAGE));
        assertThat(events(metrics, "segment_cut")).isPositive();
        assertThat(events(metrics, "loop")).isPositive();
        assertThat(events(metrics, "gap_filled")).isPositive();
    }

    private static int events(String metrics, String event) {
        Matcher line = Pattern.compile("(?m)^audiostream_text_events_total\\{event=\"" + event + "\"\\} (\\d+)")
                .matcher(metrics);
        assertThat(line.find()).as(metrics).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
