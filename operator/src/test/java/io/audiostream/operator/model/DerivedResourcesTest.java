package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.FolderPreset;
import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedResourcesTest {

    private static final String BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9";

    /** The maximum of benchmarks/results/memory.md: 16 slots, of which each opens, cancels and closes streams. */
    private static final int MEASURED_MEBIBYTES = 730;

    @ParameterizedTest
    @CsvSource({
        "tiny,                auto,         4, 200m, 640Mi,   1536Mi",
        "base,                auto,         1, 100m, 768Mi,   1536Mi",
        "base,                auto,         4, 200m, 832Mi,   2Gi",
        "base,                auto,        16, 800m, 1280Mi,  5376Mi",
        "base,                auto,       256, 1,    14144Mi, 69120Mi",
        "base,                whisper.cpp,  4, 200m, 1088Mi,  3328Mi",
        "base-q5_1,           auto,         4, 200m, 1Gi,     3Gi",
        "small,               auto,         4, 200m, 1536Mi,  4Gi",
        "medium,              auto,         4, 200m, 3264Mi,  8Gi",
        "large-v3-turbo,      auto,         4, 200m, 2880Mi,  6656Mi",
        "large-v3,            auto,         4, 200m, 5696Mi,  13824Mi",
        "large-v3-q5_0,       auto,         4, 200m, 5Gi,     16640Mi"
    })
    void derivesFromModelEngineAndSlots(
            String model, String engine, int slots, String cpu, String memory, String limit) {
        // when
        var resources = resources("model: {name: %s}, engine: %s, slots: %d".formatted(model, engine, slots));

        // then
        assertThat(resources)
                .isEqualTo(new Resources(
                        Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)),
                        Map.of("memory", new Quantity(limit))));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void derivesForEveryPreset(String model, String engine) {
        // when
        var resources = resources("model: {name: %s}, engine: %s".formatted(model, engine));

        // then
        assertThat(resources.requests().get("memory").getNumericalAmount())
                .isLessThan(resources.limits().get("memory").getNumericalAmount());
    }

    private static Stream<String[]> presets() {
        return Stream.concat(
                Arrays.stream(FolderPreset.values()).map(preset -> new String[] {preset.presetName(), "ctranslate2"}),
                Arrays.stream(ModelPreset.values()).map(preset -> new String[] {preset.presetName(), "whisper.cpp"}));
    }

    @ParameterizedTest
    @EnumSource(FolderPreset.class)
    void standsInOperationsGuide(FolderPreset preset) throws IOException {
        // given
        var cells = Stream.of("ctranslate2", "whisper.cpp")
                .map(engine -> resources("model: {name: %s}, engine: %s".formatted(preset.presetName(), engine)))
                .map(found ->
                        found.requests().get("memory") + " | " + found.limits().get("memory"))
                .collect(Collectors.joining(" | "));

        // when
        var guide = Files.readString(Path.of("../docs/operations.md"));

        // then
        assertThat(guide).contains("| `" + preset.presetName() + "` | " + cells + " |");
    }

    @Test
    void leavesBaseFarBelowItsLimit() {
        // when
        var limit = resources("model: {name: base}").memoryLimitBytes().orElseThrow();

        // then
        assertThat(MEASURED_MEBIBYTES * 2L << 20).isLessThan(limit);
    }

    /** A message of 1 GiB is held three times while a form is parsed, in a heap of a quarter of the limit. */
    @Test
    void leavesHeapForMessageOfMaximumSize() {
        // when
        var limit = resources("model: {name: base}, envoy: {maxReceiveMessageSize: 1Gi}")
                .memoryLimitBytes()
                .orElseThrow();

        // then
        assertThat(limit / 4).isGreaterThan(3L << 30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{uri: 'https://example.com/a.bin', sha256: %s}",
                "{volume: {claimName: models, path: base}, sha256: %s}",
                "{image: {reference: 'example.com/base', path: base}, sha256: %s}"
            })
    void recognisesPresetFromAnotherPlaceByItsChecksum(String model) {
        // when / then
        assertThat(resources("model: " + model.formatted(BASE_SHA256))).isEqualTo(resources("model: {name: base}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model: {volume: {claimName: models, path: base}}",
                "model: {ref: base}",
                "model: {uri: 'https://example.com/ggml-base.bin',"
                        + " sha256: 0000000000000000000000000000000000000000000000000000000000000000}"
            })
    void derivesNothingForUnknownModel(String fields) {
        // when
        var service = service(fields);

        // then
        assertThat(service.resources()).isEqualTo(Resources.NONE);
        assertThat(service.maxDecoders()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{requests: {memory: 5Gi}}                        | cpu=200m, memory=5Gi   | ",
                "{requests: {memory: 100Mi}}                      | cpu=200m, memory=100Mi | ",
                "{requests: {memory: 0}}                          | cpu=200m, memory=0     | ",
                "{limits: {memory: 600Mi}}                        | cpu=200m               | memory=600Mi",
                "{requests: {cpu: 0}}                             | cpu=0, memory=832Mi    | memory=2Gi",
                "{requests: {cpu: 3}}                             | cpu=3, memory=832Mi    | memory=2Gi",
                "{limits: {cpu: 100m}}                            | memory=832Mi           | cpu=100m, memory=2Gi",
                "{requests: {ephemeral-storage: 1Gi}}             | cpu=200m, ephemeral-storage=1Gi, memory=832Mi | memory=2Gi",
                "{requests: {cpu: 2}, limits: {memory: 1Gi}}      | cpu=2                  | memory=1Gi",
                "{limits: {nvidia.com/gpu: 1}}                    |                        | nvidia.com/gpu=1"
            })
    void keepsWhatResourceNames(String written, @Nullable String requests, @Nullable String limits) {
        // when
        var resources = resources("model: {name: base}, resources: " + written);

        // then
        assertThat(text(resources.requests())).isEqualTo(requests == null ? "" : requests);
        assertThat(text(resources.limits())).isEqualTo(limits == null ? "" : limits);
    }

    /** The limit has room for so many decoders. A node has any number of cores. */
    @ParameterizedTest
    @CsvSource({"1, 2", "4, 4", "64, 64"})
    void boundsDecodersWhereLimitIsDerived(int slots, int decoders) {
        // when / then
        assertThat(service("model: {name: base}, slots: " + slots).maxDecoders())
                .contains(decoders);
    }

    /** No thread is left for further decoders: the transcriber starts none, and they need no memory. */
    @ParameterizedTest
    @CsvSource({"4, 1, 1, 640Mi, 1280Mi", "16, 2, 2, 1Gi, 2Gi", "4, 4, 4, 832Mi, 2Gi", "4, 64, 4, 832Mi, 2Gi"})
    void boundsDecodersAndTheirMemoryByThreads(int slots, int threads, int decoders, String memory, String limit) {
        // when
        var service = service("model: {name: base}, slots: %d, threads: %d".formatted(slots, threads));

        // then
        assertThat(service.maxDecoders()).contains(decoders);
        assertThat(service.resources().requests().get("memory")).isEqualTo(new Quantity(memory));
        assertThat(service.resources().limits().get("memory")).isEqualTo(new Quantity(limit));
    }

    @Test
    void leavesDecodersAloneWhereMemoryIsWritten() {
        // when / then
        assertThat(service("model: {name: base}, resources: {requests: {memory: 1Gi}}")
                        .maxDecoders())
                .isEmpty();
    }

    private static String text(Map<String, Quantity> quantities) {
        return quantities.toString().replaceAll("[{}]", "");
    }

    private static Resources resources(String fields) {
        return service(fields).resources();
    }

    private static DesiredService service(String fields) {
        return DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {%s}
                """.formatted(fields)));
    }
}
