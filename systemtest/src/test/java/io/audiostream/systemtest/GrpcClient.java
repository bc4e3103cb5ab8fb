package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The clients in {@code docs/clients/examples}. Each streams one recording and prints its finals. */
enum GrpcClient {
    PYTHON,
    GO,
    JAVASCRIPT;

    private static final Pattern LINE = Pattern.compile("(\\d+) (?:Channel (\\d): )?(.*)");

    RunningProgram start(String endpoint, Path recording) {
        Path folder = TestPaths.grpcClients();
        return switch (this) {
            case PYTHON ->
                RunningProgram.start(
                        folder.resolve("venv/bin/python"), folder.resolve("python/transcribe.py"), endpoint, recording);
            case GO -> RunningProgram.start(folder.resolve("go/transcribe"), endpoint, recording);
            case JAVASCRIPT ->
                RunningProgram.start(
                        Path.of("node"),
                        folder.resolve("javascript/transcribe.mjs"),
                        endpoint,
                        recording,
                        folder.resolve("audio_service.proto"));
        };
    }

    /**
     * A final as a client prints it.
     *
     * @param channel 0 if the recording has only one
     */
    record Final(long startMillis, int channel, String text) {}

    /** Returns the finals that a client has printed. */
    static List<Final> finals(RunningProgram client) {
        return client.stdout().lines().map(GrpcClient::read).toList();
    }

    private static Final read(String line) {
        Matcher matcher = LINE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        String channel = matcher.group(2);
        return new Final(
                Long.parseLong(matcher.group(1)), channel == null ? 0 : Integer.parseInt(channel), matcher.group(3));
    }
}
