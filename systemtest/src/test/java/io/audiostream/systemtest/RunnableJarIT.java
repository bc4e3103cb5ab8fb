package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line as one file, away from the folder in which it was built. */
@ExtendWith(SharedLocalService.class)
class RunnableJarIT {

    private final LocalService service;

    @TempDir
    private Path folder;

    private Path jar;

    RunnableJarIT(LocalService service) {
        this.service = service;
    }

    @BeforeEach
    void copy() throws IOException {
        jar = Files.copy(TestPaths.commandLineJar(), folder.resolve("audiostream.jar"));
    }

    @Test
    void transcribesFile() {
        // when
        String text = run("transcribe", "--fast", "--endpoint", service.endpoint(), TestPaths.AUDIO.resolve("jfk.wav"));

        // then
        assertThat(TextNormalizer.normalize(text)).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void namesItsVersion() {
        // when / then
        assertThat(run("--version")).matches("audiostream \\d+\\.\\d+\\.\\d+.*");
    }

    /** Nothing can be written to this device, which only Linux has. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void reportsFullDisk() {
        // when
        try (RunningProgram program =
                RunningProgram.start(Path.of("sh"), "-c", "\"$0\" -jar \"$1\" man >/dev/full", TestPaths.java(), jar)) {
            int exitCode = program.awaitExit();

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(program.stderr())
                    .startsWith("error: standard output cannot be written: ")
                    .hasLineCount(1);
        }
    }

    /** The library is for the class path of others, so it must not hold their libraries. */
    @Test
    void leavesTheLibraryThin() throws IOException {
        try (var library = new JarFile(TestPaths.jar("client").toFile())) {
            // when / then
            assertThat(library.stream().map(entry -> entry.getName()))
                    .contains("io/audiostream/client/AudiostreamClient.class")
                    .noneMatch(name -> name.startsWith("io/grpc/"));
        }
    }

    @Test
    void holdsTheLicencesOfItsLibraries() throws IOException {
        try (var all = new JarFile(jar.toFile())) {
            // when / then
            assertThat(all.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }

    private String run(Object... arguments) {
        Object[] command = new Object[arguments.length + 2];
        command[0] = "-jar";
        command[1] = jar;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        try (RunningProgram program = RunningProgram.start(TestPaths.java(), command)) {
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            return program.stdout();
        }
    }
}
