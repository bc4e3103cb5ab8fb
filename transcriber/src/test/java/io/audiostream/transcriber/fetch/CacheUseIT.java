package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.TranscriberMain;
import io.audiostream.transcriber.engine.ModelChecksum;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prunes a cache while another process uses a model of it, as pods with a shared volume do. */
class CacheUseIT {
    private static final byte[] MODEL = {1, 2, 3};

    @TempDir
    private Path dir;

    private final List<Process> processes = new ArrayList<>();
    private Path original;
    private Path served;

    @BeforeEach
    void createServedModel() throws IOException {
        original = Files.write(dir.resolve("original"), MODEL);
        served = Files.write(
                Files.createDirectories(dir.resolve("cache").resolve("b".repeat(64)))
                        .resolve("model.bin"),
                MODEL);
        var use = Files.createFile(served.resolveSibling(CacheUse.FILE));
        Files.setLastModifiedTime(use, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void keepsModelOfOtherProcessAndRecordsItsUse() throws Exception {
        // given
        hold(served);

        // when
        fetchAndPrune();

        // then
        assertThat(served).exists();
        assertThat(Files.getLastModifiedTime(served.resolveSibling(CacheUse.FILE))
                        .toInstant())
                .isAfter(Instant.now().minus(Duration.ofHours(1)));
    }

    @Test
    void removesModelOfKilledProcess() throws Exception {
        // given
        var holder = hold(served);
        holder.destroyForcibly();
        assertThat(holder.waitFor(2, TimeUnit.MINUTES)).isTrue();

        // when
        fetchAndPrune();

        // then
        assertThat(served).doesNotExist();
    }

    private Process hold(Path model) throws IOException {
        var holder = start(ModelHolder.class, model.toString());
        var lines = new BufferedReader(holder.inputReader(StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("held");
        return holder;
    }

    /** Fetches another model to the cache, which is too small for both. */
    private void fetchAndPrune() throws Exception {
        var sha256 = ModelChecksum.of(original);
        var fetch = start(
                TranscriberMain.class,
                "fetch-model",
                "--uri",
                original.toUri().toString(),
                "--sha256",
                sha256,
                "--file",
                dir.resolve("cache").resolve(sha256).resolve("model.bin").toString(),
                "--cache-max-size",
                String.valueOf(MODEL.length));
        var log = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(fetch.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(fetch.exitValue()).as(log).isZero();
    }

    private Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }
}
