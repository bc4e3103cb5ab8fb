package io.audiostream.systemtest;

import java.nio.file.Path;
import java.util.List;

/** The clients in {@code docs/clients/examples}. Each streams one recording and prints its finals. */
enum GrpcClient {
    PYTHON,
    GO,
    JAVASCRIPT;

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

    /** A final as a client prints it. */
    record Final(long startMillis, String text) {}

    /** Returns the finals that a client has printed. */
    static List<Final> finals(RunningProgram client) {
        return client.stdout()
                .lines()
                .map(line -> line.split(" ", 2))
                .map(parts -> new Final(Long.parseLong(parts[0]), parts[1]))
                .toList();
    }
}
