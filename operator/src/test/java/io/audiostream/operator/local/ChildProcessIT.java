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
    private final StringWriter shown = new StringWriter();

    @Test
    void aProcessThatIgnoresSigtermIsKilledWhenItsTimeIsOver() throws Exception {
        // given
        var child = shell("trap '' TERM; echo started; exec sleep 300");
        await().until(() -> shown.toString().contains("started"));
        var begin = System.nanoTime();

        // when
        child.stop(Duration.ofMillis(500));

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(4));
        assertThat(child.exitReport()).startsWith("child ended with exit code 137");
    }

    @Test
    void aProcessMayWriteWhileItEnds() throws Exception {
        // given
        var child = shell("trap 'echo last words; exit 0' TERM; echo started; while :; do sleep 0.1; done");
        await().until(() -> shown.toString().contains("started"));

        // when
        child.stop(Duration.ofSeconds(10));

        // then
        assertThat(child.exitReport())
                .startsWith("child ended with exit code 0")
                .endsWith("\n  last words");
        assertThat(shown.toString()).isEqualTo("child | started\nchild | last words\n");
    }

    @Test
    void ofALongOutputOnlyTheEndIsKept() throws Exception {
        // given
        var child = shell("seq 1000; exit 3");

        // when
        child.ended().join();

        // then
        assertThat(child.failed()).isTrue();
        assertThat(child.exitReport().lines())
                .startsWith("child ended with exit code 3; its last lines:", "  971")
                .endsWith("  1000")
                .hasSize(31);
    }

    private ChildProcess shell(String script) throws IOException {
        var output = new ChildProcess.Output(new PrintWriter(shown), true);
        return ChildProcess.start("child", List.of("sh", "-c"), List.of(script), Map.of(), output);
    }
}
