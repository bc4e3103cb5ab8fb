package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.LogFormat;
import io.audiostream.operator.api.LogLevel;
import io.audiostream.operator.api.UserIds;
import io.audiostream.operator.testing.BrokenSpec;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredServiceTest {

    @Test
    void fillsInDefaultsOfSchema() {
        // when
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));

        // then
        assertThat(service)
                .isEqualTo(new DesiredService(
                        "minimal",
                        "",
                        new ModelSource.Download(
                                "base",
                                "faster-whisper-base",
                                List.of(
                                        published(
                                                "config.json",
                                                "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
                                        published(
                                                "vocabulary.txt",
                                                "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
                                        published(
                                                "model.bin",
                                                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9")),
                                Optional.empty()),
                        new DecodingSettings(EngineName.AUTO, "auto", Optional.empty()),
                        new Scaling(4, 1, Optional.empty()),
                        new StreamLimits(Duration.ofSeconds(30), Duration.ZERO),
                        Images.OF_THIS_VERSION,
                        new EnvoySettings(
                                new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5), true),
                                50 * 1024 * 1024,
                                50 * 1024 * 1024,
                                Duration.ofHours(1),
                                Duration.ofMinutes(10),
                                Optional.empty(),
                                true,
                                new ConnectionLimits(Duration.ofMinutes(30), 8192, 1024),
                                new Resources(
                                        Map.of("cpu", new Quantity("100m"), "memory", new Quantity("64Mi")),
                                        Map.of("cpu", new Quantity("2"), "memory", new Quantity("256Mi"))),
                                EndpointAccess.OPEN),
                        new Resources(
                                Map.of("cpu", new Quantity("200m"), "memory", new Quantity("832Mi")),
                                Map.of("memory", new Quantity("2Gi"))),
                        Optional.of(4),
                        new Logging(LogLevel.INFO, LogFormat.JSON, LogLevel.WARN),
                        Optional.empty(),
                        "::",
                        new PodSettings(
                                new PodSecurity(
                                        Optional.of(65532),
                                        Optional.of(65532),
                                        Optional.of(65532),
                                        "OnRootMismatch",
                                        List.of()),
                                RollingUpdate.DERIVED,
                                Optional.of(new IntOrString(1)),
                                PodTemplate.NONE),
                        ServiceTemplate.DEFAULT,
                        Routes.NONE,
                        Optional.of(new SpillOver("minimal-peers", 1))));
    }

    @ParameterizedTest
    @CsvSource({"2, '{}'", "3, '{limits: {cpu: 2100m}}'", "1, '{limits: {cpu: 0}}'", "256, '{requests: {cpu: 1}}'"})
    void takesThreadsUpToCpuLimit(int threads, String resources) {
        // when
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, threads: %d, resources: %s}
                """.formatted(threads, resources)));

        // then
        assertThat(service.decoding().threads()).contains(threads);
    }

    private static RemoteFile published(String name, String sha256) {
        return new RemoteFile(
                "https://huggingface.co/Systran/faster-whisper-base/resolve/ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66/"
                        + name,
                sha256,
                name);
    }

    @ParameterizedTest
    @CsvSource({
        "base,      auto,        faster-whisper-base",
        "base,      ctranslate2, faster-whisper-base",
        "base,      whisper.cpp, ggml-base.bin",
        "base-q8_0, auto,        ggml-base-q8_0.bin",
        "base.en,   auto,        ggml-base.en.bin"
    })
    void selectsPresetInFormatOfEngine(String name, String engine, String path) {
        // when / then
        assertThat(preset(name, engine, Defaults.OF_THIS_VERSION).model().path())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"auto, ggml-base.bin", "ctranslate2, faster-whisper-base"})
    void selectsCtranslate2OnlyByNameIfItIsUnavailable(String engine, String path) {
        // when / then
        assertThat(preset("base", engine, Defaults.OF_THIS_VERSION.withCtranslate2(false))
                        .model()
                        .path())
                .isEqualTo(path);
    }

    private static DesiredService preset(String name, String engine, Defaults defaults) {
        return DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: %s}, engine: %s}
                """.formatted(name, engine)), defaults);
    }

    @Test
    void readsEveryField() {
        // when
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EVERY_FIELD));

        // then
        assertThat(service.model())
                .isEqualTo(new ModelSource.Volume(
                        "large-v3",
                        "models",
                        "whisper/ggml-large-v3.bin",
                        Optional.of("64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2")));
        assertThat(service.decoding().engine()).isEqualTo(EngineName.WHISPER_CPP);
        assertThat(service.logging()).isEqualTo(new Logging(LogLevel.DEBUG, LogFormat.TEXT, LogLevel.ERROR));
        assertThat(service.tracing()).contains(new Tracing("https://collector.example.com:4318/otlp", 5));
        assertThat(service.decoding().language()).isEqualTo("yue");
        assertThat(service.scaling().slots()).isEqualTo(256);
        assertThat(service.scaling().replicas()).isEqualTo(100);
        assertThat(service.scaling().autoscaling())
                .contains(new Autoscaling(2, 100, Optional.of(60), Optional.of(80), Duration.ofSeconds(90)));
        assertThat(service.streams().drainTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(service.streams().maxAge()).isEqualTo(Duration.ofHours(4));
        assertThat(service.images().transcriber())
                .startsWith("registry.example.com:5000/team/transcriber:1.2.3@sha256:");
        assertThat(service.images().envoy()).isEqualTo("envoy");
        assertThat(service.envoy().keepAlive())
                .isEqualTo(new KeepAlive(Duration.ofHours(1), Duration.ofMillis(700), false));
        assertThat(service.envoy().maxReceiveMessageBytes()).isEqualTo(1 << 30);
        assertThat(service.envoy().maxSendMessageBytes()).isEqualTo(1 << 16);
        assertThat(service.envoy().streamIdleTimeout()).isZero();
        assertThat(service.envoy().requestTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(service.spillOver()).isEmpty();
        assertThat(service.resources().limits()).containsOnlyKeys("cpu", "memory", "example.com/accelerator");
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#broken")
    void rejectsWhatSchemaRejects(BrokenSpec broken) {
        // given
        var field = broken.field().equals("<nil>") ? "metadata.name" : broken.field();

        // when
        var rejection = catchThrowableOfType(
                InvalidSpecException.class, () -> DesiredService.of(ResourceFiles.read(broken.file())));

        // then
        assertThat(rejection).as("rejection of %s", broken).isNotNull();
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection).hasMessageStartingWith(field + ": ");
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void acceptsWhatSchemaAccepts(Path file) {
        // when
        var service = DesiredService.of(ResourceFiles.read(file));

        // then
        assertThat(service.name()).isNotBlank();
    }

    @Test
    void rejectsMissingSpecWithSmallestRemedy() {
        // when / then
        assertThatThrownBy(() -> DesiredService.of(ResourceFiles.parse("""
                        kind: TranscriptionService
                        metadata: {name: empty}
                        """)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("write at least spec.model.name, such as base-q8_0");
    }

    @ParameterizedTest
    @CsvSource({
        "https://models.example.com/a/ggml-x.bin, ggml-x.bin",
        "https://models.example.com/b/ggml-x.bin?download=1, ggml-x.bin"
    })
    void placesCachedModelInFolderOfItsChecksum(String uri, String file) {
        // given
        var sha256 = "0123456789abcdef".repeat(4);

        // when
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {uri: "%s", sha256: %s, cache: {claimName: models}}}
                """.formatted(uri, sha256)));

        // then
        assertThat(service.inPod().modelFile()).isEqualTo("/models/" + sha256 + "/" + file);
    }

    @Test
    void downloadsPresetsButNotUrisFromMirror() {
        // given
        var defaults = new Defaults(
                Images.OF_THIS_VERSION, Optional.of("http://models.example.com/whisper"), true, true, UserIds.FIXED);

        // when
        var preset = preset("base-q8_0", "auto", defaults);
        var folder = preset("base", "auto", defaults);
        var uri = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("uri.yaml")), defaults);

        // then
        assertThat(preset.model())
                .isEqualTo(ModelSource.Download.file(
                        "base-q8_0",
                        "http://models.example.com/whisper/ggml-base-q8_0.bin",
                        "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9",
                        Optional.empty()));
        assertThat(folder.model())
                .isInstanceOfSatisfying(
                        ModelSource.Download.class,
                        download -> assertThat(download.files())
                                .extracting(RemoteFile::uri)
                                .containsExactly(
                                        "http://models.example.com/whisper/faster-whisper-base/config.json",
                                        "http://models.example.com/whisper/faster-whisper-base/vocabulary.txt",
                                        "http://models.example.com/whisper/faster-whisper-base/model.bin"));
        assertThat(uri).isEqualTo(DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("uri.yaml"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{maxReplicas: 2}                                                                  | 70 |   ",
                "{maxReplicas: 2, targetSlotUtilizationPercentage: 80}                             |    | 80",
                "{maxReplicas: 2, targetSlotUtilizationPercentage: 80, targetCPUUtilizationPercentage: 9} | 9 | 80"
            })
    void scalesByCpuUnlessSlotTargetIsSet(String autoscaling, Integer cpu, Integer slots) {
        // when
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, resources: {limits: {cpu: "2"}}, autoscaling: %s}
                """.formatted(autoscaling)));

        // then
        assertThat(service.scaling().autoscaling())
                .contains(new Autoscaling(
                        1, 2, Optional.ofNullable(cpu), Optional.ofNullable(slots), Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({"base.en, en", "base, auto"})
    void selectsEnglishForEnglishOnlyModel(String model, String language) {
        // when
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: %s}}
                """.formatted(model)));

        // then
        assertThat(service.decoding().language()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({
        "https://models.example.com/whisper/ggml-base-q8_0.bin,                base-q8_0",
        "https://models.example.com/whisper/ggml-base-q8_0.bin?download=a/b.c, base-q8_0",
        "http://models.example.com/mine,                                       mine"
    })
    void namesModelAfterFileOfUri(String uri, String name) {
        // when
        var service = DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {uri: "%s", sha256: %s}}
                """.formatted(uri, "0".repeat(64))));

        // then
        assertThat(service.model().name()).isEqualTo(name);
    }
}
