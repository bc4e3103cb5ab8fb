package io.audiostream.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalConfigTest {

    @Test
    void aProgramMayLieInAFolderWithASpaceInItsName() throws MalformedURLException {
        // given
        var jar = Path.of("/my programs/operator.jar");

        // then
        assertThat(LocalConfig.fileAt(jar.toUri().toURL())).isEqualTo(jar);
    }

    @Test
    void programsAreLookedUpInTheFoldersOfPath() {
        // when
        var config = LocalConfig.of(Map.of("PATH", "/usr/bin::/bin"));

        // then
        assertThat(config.programFolders()).containsExactly(Path.of("/usr/bin"), Path.of("/bin"));
    }
}
