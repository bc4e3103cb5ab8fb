package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** The socket of the administration interface. */
class EnvoyAdminIT extends EnvoyFixture {

    @Test
    void isOpenToOwnUserOnly() throws Exception {
        // given
        envoy(models -> models);

        // when
        var permissions = Files.getPosixFilePermissions(Path.of(envoy.proxy().adminSocket()));

        // then
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    /** A container that is killed leaves its socket in the volume, which outlives it. */
    @Test
    void replacesSocketThatKilledEnvoyLeft() throws Exception {
        // given
        envoy(models -> models);

        // when
        envoy.killAndRestart();

        // then
        assertThat(envoy.stat("server.live")).isEqualTo(1);
    }
}
