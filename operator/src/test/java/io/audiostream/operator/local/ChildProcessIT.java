package io.audiostream.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildProcessIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final StringWriter shown = new StringWriter();

    @Test
    void killsProcessThatIgnoresSigtermAfterTimeout() throws Exception {
        // given
        var child = shell("trap '' TERM; echo started; exec sleep 300");
        await().atMost(TIMEOUT).until(() -> shown.toString().contains("started"));
        var start = System.nanoTime();

        // when
        child.stop(Duration.ofMillis(500));

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(child.exitReport()).startsWith("child exited with code 137");
    }

    @Test
    void keepsOutputWrittenDuringStop() throws Exception {
        // given
        var child = shell("trap 'echo last line; exit 0' TERM; echo started; while :; do sleep 0.1; done");
        await().atMost(TIMEOUT).until(() -> shown.toString().contains("started"));

        // when
        child.stop(TIMEOUT);

        // then
        assertThat(child.exitReport()).startsWith("child exited with code 0").endsWith("\n  last line");
        assertThat(shown.toString()).isEqualTo("child | started\nchild | last line\n");
    }

    @Test
    void keepsLastLinesOfLongOutput() throws Exception {
        // given
        var child = shell("seq 1000; exit 3");

        // when
        child.exited().join();

        // then
        assertThat(child.failed()).isTrue();
        assertThat(child.exitReport().lines())
                .startsWith("child exited with code 3; its last lines:", "  971")
                .endsWith("  1000")
                .hasSize(31);
    }

    private ChildProcess shell(String script) throws IOException {
        var output = new ChildProcess.Output(new PrintWriter(shown), true);
        return ChildProcess.start("child", List.of("sh", "-c"), List.of(script), Map.of(), output);
    }
}
