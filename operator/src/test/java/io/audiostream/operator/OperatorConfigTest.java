package io.audiostream.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.audiostream.commandline.InvalidEnvironmentException;
import io.audiostream.operator.api.UserIds;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.Images;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigTest {

    @Test
    void usesDefaultsForEmptyEnvironment() {
        // when / then
        assertThat(OperatorConfig.of(Map.of("AUDIOSTREAM_ENVOY_IMAGE", " ", "HOSTNAME", "pod-1")))
                .isEqualTo(new OperatorConfig(
                        Defaults.OF_THIS_VERSION, false, "pod-1", Optional.empty(), Optional.empty()));
    }

    @Test
    void readsImagesLogFormatAndPod() {
        // when / then
        assertThat(OperatorConfig.of(Map.of(
                        "AUDIOSTREAM_TRANSCRIBER_IMAGE", "mirror/transcriber:1",
                        "AUDIOSTREAM_ENVOY_IMAGE", "mirror/envoy:1",
                        "AUDIOSTREAM_LOG_FORMAT", "json",
                        "HOSTNAME", "pod-1",
                        "POD_UID", "1-2-3",
                        "POD_NAMESPACE", "speech")))
                .isEqualTo(new OperatorConfig(
                        Defaults.of(new Images("mirror/transcriber:1", "mirror/envoy:1")),
                        true,
                        "pod-1",
                        Optional.of("1-2-3"),
                        Optional.of("speech")));
    }

    @Test
    void readsNamespaceOfServiceAccount(@TempDir Path folder) throws IOException {
        // given
        var file = Files.writeString(folder.resolve("namespace"), "speech\n");

        // when / then
        assertThat(OperatorConfig.of(Map.of(), file).namespace()).contains("speech");
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "'10.0.0.7', false",
        "'fd00::7', true",
        "'fd00::7,10.0.0.7', true",
        "'10.0.0.7,fd00::7', true"
    })
    void readsFromOwnAddressesWhetherPodsMayHaveIpv6(String addresses, boolean ipv6) {
        // when
        var config = OperatorConfig.of(Map.of("POD_IPS", addresses));

        // then
        assertThat(config.defaults().ipv6()).isEqualTo(ipv6);
    }

    @Test
    void readsUserIds() {
        // when / then
        assertThat(OperatorConfig.of(Map.of()).defaults().userIds()).isEqualTo(UserIds.FIXED);
        assertThat(OperatorConfig.of(Map.of("AUDIOSTREAM_USER_IDS", "Platform"))
                        .defaults()
                        .userIds())
                .isEqualTo(UserIds.PLATFORM);
    }

    @Test
    void refusesUnknownUserIds() {
        // when / then
        assertThatExceptionOfType(InvalidEnvironmentException.class)
                .isThrownBy(() -> OperatorConfig.of(Map.of("AUDIOSTREAM_USER_IDS", "none")))
                .withMessage("AUDIOSTREAM_USER_IDS is 'none'; write Fixed or Platform");
    }

    @Test
    void refusesUnknownLogFormat() {
        // when / then
        assertThatExceptionOfType(InvalidEnvironmentException.class)
                .isThrownBy(() -> OperatorConfig.of(Map.of("AUDIOSTREAM_LOG_FORMAT", "xml")))
                .withMessage("AUDIOSTREAM_LOG_FORMAT is 'xml'; write json or text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verbose", "Info "})
    void refusesUnknownLogLevelInOneLine(String level) {
        // given
        var errors = new StringWriter();

        // when
        var code = OperatorMain.run(Map.of("AUDIOSTREAM_LOG_LEVEL", level), new PrintWriter(errors), "run");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString().strip())
                .isEqualTo("error: AUDIOSTREAM_LOG_LEVEL is '" + level + "'; write ERROR, WARN, INFO, DEBUG or TRACE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://models.example.com/whisper",
                "http://models.example.com/whisper/",
                "http://models.example.com/whisper//"
            })
    void readsModelMirror(String mirror) {
        // when / then
        assertThat(OperatorConfig.of(Map.of("AUDIOSTREAM_MODEL_MIRROR", mirror))
                        .defaults()
                        .mirror())
                .contains("http://models.example.com/whisper");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models.example.com", "ftp://models.example.com", "http://", "http://host/a?b=c"})
    void refusesInvalidModelMirrorInOneLine(String mirror) {
        // given
        var errors = new StringWriter();
        var masked = mirror.replace("b=c", "b=***");

        // when
        var code = OperatorMain.run(Map.of("AUDIOSTREAM_MODEL_MIRROR", mirror), new PrintWriter(errors), "run");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString().strip())
                .isEqualTo(
                        "error: AUDIOSTREAM_MODEL_MIRROR is '" + masked
                                + "'; write the address of a folder, such as http://models.example.com/whisper, without a user");
    }
}
