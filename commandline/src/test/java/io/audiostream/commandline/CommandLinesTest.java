package io.audiostream.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {

    private final StringWriter err = new StringWriter();
    private final Probe probe = new Probe();

    @Test
    void readsDurations() {
        // when
        int exitCode = run("--wait", "5m");

        // then
        assertThat(exitCode).isZero();
        assertThat(probe.wait).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void namesTheWrongDurationInTheLastLine() {
        // when
        int exitCode = run("--wait", "soon");

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "'probe --help' lists the options",
                        "error: Invalid value for option '--wait': 'soon' is not a duration such as 700ms, 10s, 5m or 1h");
    }

    @Test
    void namesTheChoicesOfAnEnum() {
        // when
        int exitCode = run("--unit", "fortnights");

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .endsWith("error: Invalid value for option '--unit': 'fortnights' is not one of seconds, minutes\n");
    }

    @Test
    void readsAChoiceInAnyCase() {
        // when
        int exitCode = run("--unit", "Minutes");

        // then
        assertThat(exitCode).isZero();
        assertThat(probe.unit).isEqualTo(Unit.MINUTES);
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        // when
        int exitCode = run("--waits", "5m");

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).endsWith("error: Unknown option '--waits'; did you mean '--wait'?\n");
    }

    @Test
    void namesAnUnknownOptionThatResemblesNone() {
        // when
        int exitCode = run("--colour=red");

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).endsWith("error: Unknown option '--colour'\n");
    }

    @Test
    void printsAnExpectedFailureAsOneSentence() {
        // given
        probe.failure = new IOException("there is no file a.yaml");

        // when
        int exitCode = run("--wait", "1s");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).hasToString("error: there is no file a.yaml\n");
    }

    @Test
    void masksAddressesInErrors() {
        // given
        probe.failure = new IOException("cannot reach https://user:secret@host/model.bin");

        // when
        run("--wait", "1s");
        run("--address", "https://user:secret@ho st/model.bin");

        // then
        assertThat(err.toString())
                .contains("https://***@host/model.bin", "--address")
                .doesNotContain("secret");
    }

    @Test
    void printsTheStackTraceOfAnyOtherFailureBeforeTheSentence() {
        // given
        probe.failure = new IllegalStateException("a bug");

        // when
        int exitCode = run("--wait", "1s");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .contains("\tat io.audiostream.commandline.CommandLinesTest")
                .endsWith("error: java.lang.IllegalStateException: a bug\n");
    }

    @Test
    void printsTheUsageWithoutArguments() {
        // when
        int exitCode = run();

        // then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("Usage: probe");
    }

    private int run(String... arguments) {
        var commandLine = CommandLines.configure(new CommandLine(probe), List.of(IOException.class))
                .setErr(new PrintWriter(err));
        return CommandLines.execute(commandLine, arguments);
    }

    enum Unit {
        SECONDS,
        MINUTES
    }

    static final class UnitConverter extends ChoiceConverter<Unit> {
        UnitConverter() {
            super(Unit.class);
        }
    }

    @Command(name = "probe")
    static final class Probe implements Callable<Integer> {

        @Option(names = "--wait")
        private Duration wait = Duration.ZERO;

        @Option(names = "--unit", converter = UnitConverter.class)
        private Unit unit = Unit.SECONDS;

        @Option(names = "--address")
        private URI address = URI.create("");

        private Exception failure;

        @Override
        public Integer call() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }
}
