package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FetchProgressTest {

    private static final int MIB = 1 << 20;

    private final AtomicLong now = new AtomicLong();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void printsLineEveryFiveSecondsWithoutTerminal() {
        // given
        FetchProgress progress = progress(false);
        progress.start(0);

        // when
        for (int second = 1; second <= 11; second++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            progress.update(2L * second * MIB, 40 * MIB);
        }

        // then
        assertThat(shown()).isEqualTo("  10.0 of 40.0 MiB (25 %), 2.0 MiB/s\n  20.0 of 40.0 MiB (50 %), 2.0 MiB/s\n");
    }

    @Test
    void overwritesLineOnTerminal() {
        // given
        FetchProgress progress = progress(true);
        progress.start(0);

        // when
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        progress.update(MIB, 4 * MIB);
        now.addAndGet(Duration.ofMillis(100).toNanos());
        progress.update(2 * MIB, 4 * MIB);
        progress.end(4 * MIB, 4 * MIB);

        // then
        assertThat(shown())
                .isEqualTo("\r\033[K  1.0 of 4.0 MiB (25 %), 1.0 MiB/s\r\033[K  4.0 of 4.0 MiB (100 %), 3.6 MiB/s\n");
    }

    @Test
    void excludesExistingBytesFromRate() {
        // given
        FetchProgress progress = progress(false);
        progress.start(30 * MIB);

        // when
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        progress.update(40 * MIB, -1);

        // then
        assertThat(shown()).isEqualTo("  40.0 MiB, 2.0 MiB/s\n");
    }

    private FetchProgress progress(boolean terminal) {
        return new FetchProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), terminal, now::get);
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
