package io.audiostream.transcriber.engine.openmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loads each engine in a new process, because libgomp reads its settings only when it is loaded. libgomp prints them on
 * request.
 */
class OpenMpIT {

    @ParameterizedTest
    @ValueSource(strings = {"whisper.cpp", "ctranslate2"})
    void limitsSpinningOfBothEngines(String engine) throws Exception {
        // when / then
        assertThat(settings(engine, Map.of())).contains("GOMP_SPINCOUNT = '1000'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whisper.cpp", "ctranslate2"})
    void keepsSettingsOfEnvironment(String engine) throws Exception {
        // when / then
        assertThat(settings(engine, Map.of("GOMP_SPINCOUNT", "77"))).contains("GOMP_SPINCOUNT = '77'");
        assertThat(settings(engine, Map.of("OMP_WAIT_POLICY", "active")))
                .contains("OMP_WAIT_POLICY = 'ACTIVE'")
                .doesNotContain("GOMP_SPINCOUNT = '1000'");
    }

    private static String settings(String engine, Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OpenMpIT.class.getName(),
                        engine)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GOMP_") || name.startsWith("OMP_"));
        builder.environment().putAll(environment);
        builder.environment().put("OMP_DISPLAY_ENV", "verbose");
        Process process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Loads an engine, which loads libgomp. */
    public static void main(String... engine) {
        SpeechEngine loaded = engine[0].equals("ctranslate2")
                ? CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library())
                : WhisperCppEngine.load(TestModel.ggml(), "base");
        loaded.close();
    }
}
