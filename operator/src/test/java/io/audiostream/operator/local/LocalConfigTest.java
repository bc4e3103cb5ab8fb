package io.audiostream.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalConfigTest {

    @Test
    void findsJarAsFirstEntryOfClassPath() {
        // when / then
        assertThat(LocalConfig.firstOf("/my programs/operator.jar")).isEqualTo(Path.of("/my programs/operator.jar"));
        assertThat(LocalConfig.firstOf("/a/operator.jar:/a/other.jar")).isEqualTo(Path.of("/a/operator.jar"));
        assertThat(LocalConfig.firstOf("operator.jar")).isAbsolute();
    }

    @Test
    void readsProgramFoldersFromPath() {
        // when
        var config = LocalConfig.of(Map.of("PATH", "/usr/bin::/bin"));

        // then
        assertThat(config.programFolders()).containsExactly(Path.of("/usr/bin"), Path.of("/bin"));
    }
}
